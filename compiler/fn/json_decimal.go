package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
)

var jsonDecimalFunction = &Function{
	Name:       "json_decimal",
	Signatures: []string{"json_decimal(s string, path, precision, scale) decimal"},
	Doc: "The number at a path of a JSON document, exactly: `parse_decimal(json_string(s, path), precision, scale)`, which " +
		"takes no exponent.",
	MinArgs: 4, MaxArgs: 4,
	Examples: []Example{
		{`json_decimal("{\"price\": 0.10}", "price", 10, 2)`, "0.10"},
		{`json_decimal("[12345678901234567890.12]", "[0]", 38, 2)`, "12345678901234567890.12"},
		{`json_decimal("[1e2]", "[0]", 10, 2)`, "null"},
	},
	Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
		text, err := jsonText(args)
		if err != nil {
			return nil, err
		}
		precision, err := constant(args, 2, 1, types.MaxPrecision)
		if err != nil {
			return nil, err
		}
		scale, err := constant(args, 3, 0, min(types.MaxScale, precision))
		if err != nil {
			return nil, err
		}
		return typing.Checked(ir.ParseDec, types.Decimal(precision, scale), text), nil
	},
}
