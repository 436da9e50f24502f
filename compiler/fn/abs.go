package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/runtime/value"
)

var absFunction = &Function{
	Name:       "abs",
	Signatures: []string{"abs(x int64) int64", "abs(x decimal) decimal", "abs(x float64) float64"},
	Doc:        "The magnitude of a number. Null for the smallest int64, which has none.",
	MinArgs:    1, MaxArgs: 1,
	Examples: []Example{{"abs(-3)", "3"}, {"abs(2.50)", "2.50"}, {"abs(-9223372036854775808)", "null"}},
	Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
		x, err := typed(args, 0)
		if err != nil {
			return nil, err
		}
		switch t := x.Type(); t.Kind {
		case value.Int64:
			return typing.Checked(ir.AbsInt, t, x), nil
		case value.Decimal:
			return typing.Strict(ir.AbsDec, t, x), nil
		case value.Float64:
			return typing.Strict(ir.AbsFloat, t, x), nil
		default:
			return nil, typing.Unexpected(0, "a number", t, "")
		}
	},
}
