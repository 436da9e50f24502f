package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
)

var lengthFunction = &Function{
	Name:       "length",
	Signatures: []string{"length(s string) int64"},
	Doc:        "How many code points a string has.",
	MinArgs:    1, MaxArgs: 1,
	Examples: []Example{{"length(\"abc\")", "3"}, {"length(\"naïve\")", "5"}, {"length(\"\")", "0"}},
	Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
		s, err := textArg(args, 0)
		if err != nil {
			return nil, err
		}
		return typing.Strict(ir.Length, types.Int64, s), nil
	},
}
