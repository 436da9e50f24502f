package reference

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/runtime/value"
)

var vectorOps = map[ir.Op]op{
	ir.DotVector: func(_ *ir.Call, args []value.Value) value.Value {
		a, b := args[0].Floats(), args[1].Floats()
		sum := 0.0
		for i := range a {
			product := float64(a[i] * b[i])
			sum = float64(sum + product)
		}
		return finite(sum)
	},
	ir.SquaresBetween: func(_ *ir.Call, args []value.Value) value.Value {
		a, b := args[0].Floats(), args[1].Floats()
		sum := 0.0
		for i := range a {
			d := float64(a[i] - b[i])
			square := float64(d * d)
			sum = float64(sum + square)
		}
		return finite(sum)
	},
}
