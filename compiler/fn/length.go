package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
)

var lengthFunction = &Function{
	Name:       "length",
	Signatures: []string{"length(s string) int64", "length(l list(T)) int64", "length(m map(K, V)) int64"},
	Doc:        "How many code points a string has, elements a list, nulls included, or keys a map.",
	MinArgs:    1, MaxArgs: 1,
	Examples: []Example{{"length(\"abc\")", "3"}, {"length(\"naïve\")", "5"}, {"length(\"\")", "0"}},
	Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
		if isNested(args[0]) {
			return lengthOf(args)
		}
		s, err := textArg(args, 0)
		if err != nil {
			return nil, err
		}
		return typing.Strict(ir.Length, types.Int64, s), nil
	},
}
