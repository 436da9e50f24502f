package reference

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/runtime/value"
)

// reduceVectors reduces vectors of one length element by element; null where an
// element of the result is.
func reduceVectors(kind ir.ComponentKind, vectors []value.Value) value.Value {
	var out []float64
	for i := range vectors[0].Floats() {
		var column []value.Value
		for _, v := range vectors {
			column = append(column, value.OfFloat64(v.Floats()[i]))
		}
		var x value.Value
		switch kind {
		case ir.CompSum:
			x = sumFloat(column)
		case ir.CompMin:
			x = extreme(column, -1)
		default:
			x = extreme(column, +1)
		}
		if x.IsNull() {
			return value.Null
		}
		out = append(out, x.Float64())
	}
	return value.OfVector(out)
}
