package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/typing"
)

var float64Function = &Function{
	Name:       "float64",
	Signatures: []string{"float64(x int64) float64", "float64(x decimal) float64"},
	Doc:        "A number as float64: the nearest to an int64; for a decimal see docs/semantics.md.",
	MinArgs:    1, MaxArgs: 1,
	Examples: []Example{{"float64(3)", "3"}, {"float64(0.25)", "0.25"}},
	Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
		x, err := typed(args, 0)
		if err != nil {
			return nil, err
		}
		if !x.Type().IsNumeric() {
			return nil, typing.Unexpected(0, "a number", x.Type(), "")
		}
		return typing.ToFloat(x), nil
	},
}
