package fn

// Group is a part of the catalogue, as the docs show it.
type Group struct {
	Title     string
	Functions []*Function
}

// Groups are all functions, in the order of the docs.
var Groups = []Group{
	{"Numbers", []*Function{
		absFunction, signFunction, divFunction, modFunction, sqrtFunction, powFunction, expFunction, lnFunction, floorFunction, ceilFunction, truncFunction,
		log2Function, log10Function, roundFunction,
		sinFunction, cosFunction, tanFunction, asinFunction, acosFunction, atanFunction, atan2Function, degreesFunction, radiansFunction,
		distanceFunction, haversineFunction,
	}},
	{"Choice and null", []*Function{
		ifFunction, coalesceFunction, nullifFunction, isDistinctFunction, leastFunction, greatestFunction,
		clampFunction, betweenFunction, bucketFunction, widthBucketFunction,
	}},
	{"Strings", []*Function{
		lengthFunction, concatFunction, startsWithFunction, endsWithFunction, containsFunction,
		positionFunction, substrFunction, leftFunction, rightFunction, splitPartFunction, replaceFunction,
		lowerASCIIFunction, upperASCIIFunction, trimFunction, ltrimFunction, rtrimFunction, lpadFunction, rpadFunction,
		regexpMatchFunction, regexpExtractFunction, regexpReplaceFunction,
		hash64Function, hashBucketFunction,
	}},
	{"Lists, maps and vectors", []*Function{elementFunction, keysFunction, valuesFunction, dotFunction, cosineFunction, l2DistanceFunction}},
	{"JSON", []*Function{
		jsonStringFunction, jsonIntFunction, jsonFloatFunction, jsonDecimalFunction, jsonBoolFunction, jsonLengthFunction, jsonHasFunction,
	}},
	{"Time", []*Function{
		secondFunction, minuteFunction, hourFunction, weekdayFunction, dayFunction, dayOfYearFunction, isoWeekFunction, isoYearFunction,
		monthFunction, quarterFunction, yearFunction, dateFunction, dateTruncFunction, addDaysFunction, daysBetweenFunction,
		epochSFunction, epochMsFunction, epochUsFunction, timestampSFunction, timestampMsFunction, timestampUsFunction,
		secondsFunction, minutesFunction, hoursFunction, daysFunction,
	}},
	{"Conversions", []*Function{
		int64Function, float64Function, decimalFunction, stringFunction,
		parseIntFunction, parseFloatFunction, parseDecimalFunction, parseBoolFunction, parseDateFunction, parseTimestampFunction,
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
