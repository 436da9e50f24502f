package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
)

var distanceFunction = &Function{
	Name:       "distance",
	Signatures: []string{"distance(x1 float64, y1 float64, x2 float64, y2 float64) float64"},
	Doc: "How far apart two points of a plane are: sqrt((x2 - x1)^2 + (y2 - y1)^2), each step a float operation. " +
		"For projected coordinates; degrees of longitude and latitude are not lengths.",
	MinArgs: 4, MaxArgs: 4,
	Examples: []Example{{"distance(0, 0, 3, 4)", "5"}, {"distance(1, 1, 2, 2)", "1.4142135623730951"}, {"distance(-1e308, 0, 1e308, 0)", "null"}},
	Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
		es := make([]ir.Expr, len(args))
		for i := range args {
			e, err := numberArg(args, i)
			if err != nil {
				return nil, err
			}
			es[i] = e
		}
		return typing.Checked(ir.Distance, types.Float64, es...), nil
	},
}
