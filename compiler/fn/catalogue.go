package fn

// Catalogue lists every function, in the order of the docs.
var Catalogue = []*Function{
	absFunction, sqrtFunction, floorFunction, ceilFunction, truncFunction,
	ifFunction, coalesceFunction, leastFunction, greatestFunction,
	lengthFunction, concatFunction, startsWithFunction, endsWithFunction, containsFunction,
	hourFunction, weekdayFunction, dayFunction, monthFunction, yearFunction, dateFunction,
	int64Function, float64Function, decimalFunction,
}

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
