package fn

// Group is a part of the catalogue, as the docs show it.
type Group struct {
	Title     string
	Functions []*Function
}

// Groups are all functions, in the order of the docs.
var Groups = []Group{
	{"Numbers", []*Function{
		absFunction, signFunction, divFunction, modFunction, sqrtFunction, floorFunction, ceilFunction, truncFunction,
		roundFunction, distanceFunction,
	}},
	{"Choice and null", []*Function{
		ifFunction, coalesceFunction, nullifFunction, isDistinctFunction, leastFunction, greatestFunction,
		clampFunction, betweenFunction, bucketFunction, widthBucketFunction,
	}},
	{"Strings", []*Function{
		lengthFunction, concatFunction, startsWithFunction, endsWithFunction, containsFunction,
	}},
	{"Time", []*Function{
		hourFunction, weekdayFunction, dayFunction, monthFunction, yearFunction, dateFunction,
	}},
	{"Conversions", []*Function{
		int64Function, float64Function, decimalFunction,
	}},
}

// Catalogue lists every function.
var Catalogue = func() (all []*Function) {
	for _, g := range Groups {
		all = append(all, g.Functions...)
	}
	return all
}()

// Lookup returns the function of a name; nil where there is none.
func Lookup(name string) *Function {
	for _, f := range Catalogue {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// Names returns the names of all functions.
func Names() []string {
	var out []string
	for _, f := range Catalogue {
		out = append(out, f.Name)
	}
	return out
}
