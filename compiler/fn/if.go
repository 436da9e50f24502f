package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
)

var ifFunction = &Function{
	Name:       "if",
	Signatures: []string{"if(condition bool, then T, otherwise T) T"},
	Doc:        "then where the condition is true, otherwise where it is false or null.",
	MinArgs:    3, MaxArgs: 3,
	Examples: []Example{{"if(1 < 2, 10, 20)", "10"}, {"if(1 == 2, \"a\", \"b\")", "b"}, {"if(1 / 0 > 1, 1, 2)", "2"}},
	Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
		condition, ok := typing.To(args[0], types.Bool)
		if !ok {
			return nil, typing.Unexpected(0, "bool", args[0].Type(), "")
		}
		branches, _, err := common(args, 1)
		if err != nil {
			return nil, err
		}
		return typing.If(condition, branches[0], branches[1]), nil
	},
}
