package fn

import (
	"math"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
)

var degreesFunction = times("degrees", "An angle in radians as degrees: x times 57.29577951308232, one float operation.", 180/math.Pi,
	Example{"degrees(radians(90))", "90"}, Example{"degrees(1e308)", "null"})

// times makes a function that multiplies a float64 by a constant.
func times(name, doc string, by float64, examples ...Example) *Function {
	return &Function{
		Name:       name,
		Signatures: []string{name + "(x float64) float64"},
		Doc:        doc,
		MinArgs:    1, MaxArgs: 1,
		Examples: examples,
		Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
			x, err := numberArg(args, 0)
			if err != nil {
				return nil, err
			}
			return typing.Checked(ir.MulFloat, types.Float64, x, typing.Float(by)), nil
		},
	}
}
