package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/runtime/value"
)

var signOps = map[value.Kind]ir.Op{value.Int64: ir.SignInt, value.Float64: ir.SignFloat, value.Decimal: ir.SignDec}

var signFunction = &Function{
	Name:       "sign",
	Signatures: []string{"sign(x int64) int64", "sign(x decimal) int64", "sign(x float64) int64"},
	Doc:        "-1 below zero, 1 above, 0 at zero.",
	MinArgs:    1, MaxArgs: 1,
	Examples: []Example{{"sign(-3)", "-1"}, {"sign(0.00)", "0"}, {"sign(2e-300)", "1"}},
	Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
		x, err := typed(args, 0)
		if err != nil {
			return nil, err
		}
		op, ok := signOps[x.Type().Kind]
		if !ok {
			return nil, typing.Unexpected(0, "a number", x.Type(), "")
		}
		return typing.Strict(op, types.Int64, x), nil
	},
}
