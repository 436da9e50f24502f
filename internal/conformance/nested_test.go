package conformance

import (
	"math"

	"github.com/featc-lang/featc/runtime/value"
)

func ints(elements ...value.Value) value.Value { return value.OfList(elements...) }

// edgeLists are of int64, with nulls.
var edgeLists = []value.Value{
	ints(), ints(value.Null), ints(value.OfInt64(1)), ints(value.OfInt64(1), value.Null), ints(value.Null, value.OfInt64(-1), value.OfInt64(1), value.OfInt64(-1)),
	ints(value.OfInt64(math.MinInt64), value.OfInt64(math.MaxInt64), value.OfInt64(0)), ints(value.Null, value.Null, value.OfInt64(7)),
}

func texts(elements ...string) value.Value {
	var out []value.Value
	for _, e := range elements {
		out = append(out, value.OfString(e))
	}
	return value.OfList(out...)
}

// edgeNested are lists of lists of strings.
var edgeNested = []value.Value{
	value.OfList(), value.OfList(texts()), value.OfList(texts(""), texts("a", "\x00")), value.OfList(texts("a"), value.Null, texts("é", "ab")), value.OfList(value.Null),
}

func entry(key string, v value.Value) value.Pair {
	return value.Pair{Key: value.OfString(key), Value: v}
}

// edgeMaps are from strings to float64, with nulls.
var edgeMaps = []value.Value{
	value.OfMap(), value.OfMap(entry("a", value.Null)), value.OfMap(entry("", value.OfFloat64(0)), entry("b", value.OfFloat64(-1e300))),
	value.OfMap(entry("é", value.OfFloat64(0.1)), entry("ab", value.Null), entry("x\x00y", value.OfFloat64(5e-324))),
}

// edgeKeyed are from int64 to lists of dates.
var edgeKeyed = []value.Value{
	value.OfMap(), value.OfMap(value.Pair{Key: value.OfInt64(1), Value: value.OfList()}),
	value.OfMap(value.Pair{Key: value.OfInt64(-1), Value: value.OfList(value.OfDate(0))}, value.Pair{Key: value.OfInt64(math.MaxInt64), Value: value.OfList(value.OfDate(-719162), value.OfDate(20000))}),
}

// same is a value as it is.
func same(v value.Value) value.Value { return v }
