package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
)

var atanFunction = &Function{
	Name:       "atan",
	Signatures: []string{"atan(x float64) float64"},
	Doc:        "The angle in radians, from -pi/2 to pi/2, whose tangent is x, within two units in the last place: `atan2(x, 1)`.",
	MinArgs:    1, MaxArgs: 1,
	Examples: []Example{{"atan(1)", "0.7853981633974483"}, {"atan(0)", "0"}},
	Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
		x, err := numberArg(args, 0)
		if err != nil {
			return nil, err
		}
		return typing.Strict(ir.Atan2Float, types.Float64, x, typing.Float(1)), nil
	},
}
