package fn

import (
	"math"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/runtime/value"
)

// maxRoundDigits: 10^digits is exact as a float64.
const maxRoundDigits = 18

var roundFunction = &Function{
	Name: "round",
	Signatures: []string{
		"round(x float64) float64", "round(x float64, digits) float64",
		"round(x decimal) decimal", "round(x decimal, digits) decimal", "round(x int64) int64",
	},
	Doc: "The nearest number with digits (0 where left out) after the point, half away from zero. A decimal is " +
		"rounded exactly and loses scale. For a float64 it is round(x * 10^digits) / 10^digits, three float operations.",
	MinArgs: 1, MaxArgs: 2,
	Examples: []Example{
		{"round(2.5e0)", "3"}, {"round(-2.5e0)", "-3"}, {"round(0.49999999999999994e0)", "0"}, {"round(2.675e0, 2)", "2.68"},
		{"round(2.345, 2)", "2.35"}, {"round(-9.99, 1)", "-10.0"}, {"round(2.5)", "3"}, {"round(1e300, 18)", "null"}, {"round(7)", "7"},
	},
	Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
		x, err := typed(args, 0)
		if err != nil {
			return nil, err
		}
		digits := 0
		if len(args) == 2 {
			if digits, err = constant(args, 1, 0, maxRoundDigits); err != nil {
				return nil, err
			}
		}
		switch t := x.Type(); t.Kind {
		case value.Int64:
			return x, nil
		case value.Decimal:
			if digits >= int(t.Scale) {
				return x, nil
			}
			// One digit more before the point: 9.9 becomes 10.
			return typing.Strict(ir.RoundDec, types.Decimal(t.IntDigits()+1+digits, digits), x), nil
		case value.Float64:
			if digits == 0 {
				return typing.Strict(ir.RoundFloat, t, x), nil
			}
			power := typing.Float(math.Pow10(digits))
			shifted := typing.Checked(ir.MulFloat, t, x, power)
			return typing.Checked(ir.DivFloat, t, typing.Strict(ir.RoundFloat, t, shifted), power), nil
		default:
			return nil, typing.Unexpected(0, "a number", t, "")
		}
	},
}
