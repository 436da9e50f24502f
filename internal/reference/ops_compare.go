package reference

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/runtime/value"
)

// ordering returns a comparison that holds where accept does of compare's sign.
func ordering(accept func(sign int) bool) op {
	return func(_ *ir.Call, args []value.Value) value.Value {
		return value.OfBool(accept(compare(args[0], args[1])))
	}
}

var comparisonOps = map[ir.Op]op{
	ir.Eq: ordering(func(s int) bool { return s == 0 }),
	ir.Ne: ordering(func(s int) bool { return s != 0 }),
	ir.Lt: ordering(func(s int) bool { return s < 0 }),
	ir.Le: ordering(func(s int) bool { return s <= 0 }),
	ir.Gt: ordering(func(s int) bool { return s > 0 }),
	ir.Ge: ordering(func(s int) bool { return s >= 0 }),
	ir.In: func(_ *ir.Call, args []value.Value) value.Value {
		for _, candidate := range args[1:] {
			if compare(args[0], candidate) == 0 {
				return value.OfBool(true)
			}
		}
		return value.OfBool(false)
	},
	ir.Not: func(_ *ir.Call, args []value.Value) value.Value {
		return value.OfBool(!args[0].Bool())
	},
	ir.Least: func(_ *ir.Call, args []value.Value) value.Value {
		return extreme(args, -1)
	},
	ir.Greatest: func(_ *ir.Call, args []value.Value) value.Value {
		return extreme(args, +1)
	},
}
