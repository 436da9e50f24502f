package fn

import (
	"fmt"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/runtime/value"
)

var decimalFunction = &Function{
	Name:       "decimal",
	Signatures: []string{"decimal(x int64, precision, scale) decimal", "decimal(x decimal, precision, scale) decimal"},
	Doc:        "A number as decimal(precision, scale), null where it does not fit. The scale cannot shrink.",
	MinArgs:    3, MaxArgs: 3,
	Examples: []Example{{"decimal(3, 5, 2)", "3.00"}, {"decimal(1234, 5, 2)", "null"}, {"decimal(0.5, 10, 2)", "0.50"}},
	Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
		x, err := typed(args, 0)
		if err != nil {
			return nil, err
		}
		precision, err := constant(args, 1, 1, types.MaxPrecision)
		if err != nil {
			return nil, err
		}
		scale, err := constant(args, 2, 0, min(types.MaxScale, precision))
		if err != nil {
			return nil, err
		}
		from, to := x.Type(), types.Decimal(precision, scale)
		op := ir.IntToDec
		switch {
		case from.Kind == value.Decimal && int(from.Scale) > scale:
			return nil, &typing.Error{Arg: 2, Message: fmt.Sprintf("the scale of %s cannot shrink to %d", from.NotNull(), scale), Help: "digits would be lost; convert to float64 instead"}
		case from.Kind == value.Decimal:
			op = ir.DecRescale
		case from.Kind != value.Int64:
			return nil, typing.Unexpected(0, "int64 or decimal", from, "")
		}
		if to.IntDigits() >= from.IntDigits() {
			return typing.Strict(op, to, x), nil
		}
		return typing.Checked(op, to, x), nil
	},
}

// constant demands a literal integer from low to high.
func constant(args []typing.Operand, i, low, high int) (int, *typing.Error) {
	l := args[i].Literal
	if l == nil || l.Kind != typing.Number || l.Scale != 0 || !l.Unscaled.IsInt64() ||
		l.Unscaled.Int64() < int64(low) || l.Unscaled.Int64() > int64(high) {
		return 0, &typing.Error{Arg: i, Message: fmt.Sprintf("expected a constant from %d to %d", low, high)}
	}
	return int(l.Unscaled.Int64()), nil
}
