package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/runtime/value"
)

var int64Function = &Function{
	Name:       "int64",
	Signatures: []string{"int64(x decimal) int64", "int64(x float64) int64", "int64(d duration) int64"},
	Doc:        "A number without its fraction, null where it does not fit; a duration in microseconds.",
	MinArgs:    1, MaxArgs: 1,
	Examples: []Example{{"int64(2.9)", "2"}, {"int64(-2.9e0)", "-2"}, {"int64(1e300)", "null"}, {"int64(1s)", "1000000"}},
	Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
		x, err := typed(args, 0)
		if err != nil {
			return nil, err
		}
		switch t := x.Type(); t.Kind {
		case value.Int64:
			return x, nil
		case value.Decimal:
			if t.IntDigits() < types.Int64.IntDigits() {
				return typing.Strict(ir.DecToInt, types.Int64, x), nil
			}
			return typing.Checked(ir.DecToInt, types.Int64, x), nil
		case value.Float64:
			return typing.Checked(ir.FloatToInt, types.Int64, x), nil
		case value.Duration:
			return typing.Strict(ir.DurToInt, types.Int64, x), nil
		default:
			return nil, typing.Unexpected(0, "a number or a duration", t, "")
		}
	},
}
