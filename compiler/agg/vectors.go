package agg

import (
	"fmt"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/runtime/value"
)

// maxElements is how long vectors can be that are reduced by element: SQL has one or
// two columns for each.
const maxElements = 1024

// summable is a vector, null where an element is too large for an exact sum.
func summable(x ir.Expr) (ir.Expr, *typing.Error) {
	if err := byElement(x); err != nil {
		return nil, err
	}
	largest := typing.Strict(ir.MaxAbsVector, types.Float64, x)
	inside := typing.Strict(ir.Lt, types.Bool, largest, typing.Float(maxSummand))
	return typing.If(inside, x, typing.Nothing(x.Type())), nil
}

// byElement demands a vector that is not too long to be reduced by element.
func byElement(x ir.Expr) *typing.Error {
	if n := x.Type().Length; n > maxElements {
		return &typing.Error{
			Message: fmt.Sprintf("vectors of up to %d elements are reduced by element, this one has %d", maxElements, n),
			Help:    "last(x) takes a vector of any length",
		}
	}
	return nil
}

// extreme builds a minimum or a maximum: of what can be compared, or of each element
// of vectors.
func extreme(kind ir.ComponentKind) func([]ir.Expr) (*Parts, *typing.Error) {
	return func(args []ir.Expr) (*Parts, *typing.Error) {
		if args[0].Type().Kind != value.Vector {
			return ordered(kind)(args)
		}
		if err := byElement(args[0]); err != nil {
			return nil, err
		}
		return single(kind)(args)
	}
}
