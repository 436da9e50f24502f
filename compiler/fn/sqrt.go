package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
)

var sqrtFunction = &Function{
	Name:       "sqrt",
	Signatures: []string{"sqrt(x float64) float64"},
	Doc:        "The square root, correctly rounded. Null below 0.",
	MinArgs:    1, MaxArgs: 1,
	Examples: []Example{{"sqrt(2.25)", "1.5"}, {"sqrt(-1)", "null"}},
	Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
		x, ok := typing.To(args[0], types.Float64)
		if !ok {
			return nil, typing.Unexpected(0, "a number", args[0].Type(), "")
		}
		return typing.Checked(ir.SqrtFloat, types.Float64, x), nil
	},
}
