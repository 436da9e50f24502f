package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
)

var concatFunction = &Function{
	Name:       "concat",
	Signatures: []string{"concat(a string, b string, …) string"},
	Doc:        "Strings, one behind the other; null where any is null.",
	MinArgs:    2, MaxArgs: typing.Variadic,
	Examples: []Example{{"concat(\"a\", \"-\", \"b\")", "a-b"}},
	Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
		var es []ir.Expr
		for i := range args {
			s, err := textArg(args, i)
			if err != nil {
				return nil, err
			}
			es = append(es, s)
		}
		return typing.Strict(ir.Concat, types.String, es...), nil
	},
}
