package reference

import (
	"slices"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/runtime/value"
)

// pairsOf lists the keys and the values of a map, in the order of its keys.
func pairsOf(m value.Value) (keys, values []value.Value) {
	for k, v := range m.Pairs {
		keys, values = append(keys, k), append(values, v)
	}
	return keys, values
}

// find returns where a value is among others, -1 where it is not; nulls are equal to
// nothing.
func find(in []value.Value, x value.Value) int {
	return slices.IndexFunc(in, func(v value.Value) bool { return !v.IsNull() && compare(v, x) == 0 })
}

// elementAt returns element i, from 1, or from -1 backwards; null where there is none.
func elementAt(in []value.Value, i int64) value.Value {
	n := int64(len(in))
	switch {
	case i >= 1 && i <= n:
		return in[i-1]
	case i <= -1 && i >= -n:
		return in[n+i]
	}
	return value.Null
}

var nestedOps = map[ir.Op]op{
	ir.LengthList: func(_ *ir.Call, args []value.Value) value.Value {
		return value.OfInt64(int64(len(slices.Collect(args[0].Elements))))
	},
	ir.LengthMap: func(_ *ir.Call, args []value.Value) value.Value {
		keys, _ := pairsOf(args[0])
		return value.OfInt64(int64(len(keys)))
	},
	ir.ContainsList: func(_ *ir.Call, args []value.Value) value.Value {
		return value.OfBool(find(slices.Collect(args[0].Elements), args[1]) >= 0)
	},
	ir.ContainsKey: func(_ *ir.Call, args []value.Value) value.Value {
		keys, _ := pairsOf(args[0])
		return value.OfBool(find(keys, args[1]) >= 0)
	},
	ir.ElementList: func(_ *ir.Call, args []value.Value) value.Value {
		return elementAt(slices.Collect(args[0].Elements), args[1].I)
	},
	ir.ElementVector: func(_ *ir.Call, args []value.Value) value.Value {
		var floats []value.Value
		for _, f := range args[0].Floats() {
			floats = append(floats, value.OfFloat64(f))
		}
		return elementAt(floats, args[1].I)
	},
	ir.ElementMap: func(_ *ir.Call, args []value.Value) value.Value {
		keys, values := pairsOf(args[0])
		if i := find(keys, args[1]); i >= 0 {
			return values[i]
		}
		return value.Null
	},
	ir.KeysMap: func(_ *ir.Call, args []value.Value) value.Value {
		keys, _ := pairsOf(args[0])
		return value.OfList(keys...)
	},
	ir.ValuesMap: func(_ *ir.Call, args []value.Value) value.Value {
		_, values := pairsOf(args[0])
		return value.OfList(values...)
	},
}
