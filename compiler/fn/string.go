package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/runtime/value"
)

var toText = map[value.Kind]ir.Op{
	value.Int64: ir.IntToText, value.Bool: ir.BoolToText, value.Decimal: ir.DecToText,
	value.Date: ir.DateToText, value.Timestamp: ir.TimeToText,
}

var stringFunction = &Function{
	Name:       "string",
	Signatures: []string{"string(x T) string"},
	Doc: "The text of an int64, a bool, a decimal (with all digits of its scale), a date (2025-01-31) or a timestamp " +
		"(2025-01-31T10:00:00.000000Z, in UTC). Not of a float64: engines write those differently.",
	MinArgs: 1, MaxArgs: 1,
	Examples: []Example{{"string(-7)", "-7"}, {"string(1 < 2)", "true"}, {"string(0.50)", "0.50"}, {"string(date(timestamp_s(0), \"UTC\"))", "1970-01-01"}, {"string(timestamp_ms(1500))", "1970-01-01T00:00:01.500000Z"}},
	Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
		x, err := typed(args, 0)
		if err != nil {
			return nil, err
		}
		if x.Type().Kind == value.String {
			return x, nil
		}
		op, ok := toText[x.Type().Kind]
		if !ok {
			return nil, typing.Unexpected(0, "int64, bool, decimal, date or timestamp", x.Type(), "")
		}
		return typing.Strict(op, types.String, x), nil
	},
}
