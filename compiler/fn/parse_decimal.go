package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
)

var parseDecimalFunction = &Function{
	Name:       "parse_decimal",
	Signatures: []string{"parse_decimal(s string, precision, scale) decimal"},
	Doc:        "Reads a decimal(precision, scale) as a column of that type is read, never through a float. Null where the text does not read so, or has digits that do not fit.",
	MinArgs:    3, MaxArgs: 3,
	Examples: []Example{{`parse_decimal("12.5", 10, 2)`, "12.50"}, {`parse_decimal("12.345", 10, 2)`, "null"}, {`parse_decimal("", 10, 2)`, "null"}},
	Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
		s, err := textArg(args, 0)
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
		return typing.Checked(ir.ParseDec, types.Decimal(precision, scale), s), nil
	},
}
