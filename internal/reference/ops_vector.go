package reference

import (
	"math"

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
	ir.MaxAbsVector: func(_ *ir.Call, args []value.Value) value.Value {
		largest := 0.0
		for _, x := range args[0].Floats() {
			largest = max(largest, math.Abs(x))
		}
		return value.OfFloat64(largest)
	},
	ir.DivVector: func(_ *ir.Call, args []value.Value) value.Value {
		out, by := args[0].Floats(), args[1].Float64()
		for i, x := range out {
			q := finite(x / by)
			if by == 0 || q.IsNull() {
				return value.Null
			}
			out[i] = q.Float64() + 0 // no -0
		}
		return value.OfVector(out)
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
