package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
)

var ifFunction = &Function{
	Name:       "if",
	Signatures: []string{"if(condition bool, then T, …, otherwise T) T"},
	Doc:        "What follows the first condition that is true; otherwise where all are false or null.",
	MinArgs:    3, MaxArgs: typing.Variadic,
	Examples: []Example{
		{"if(1 < 2, 10, 20)", "10"}, {"if(1 == 2, \"a\", \"b\")", "b"}, {"if(1 / 0 > 1, 1, 2)", "2"},
		{"if(1 > 2, \"a\", 2 > 1, \"b\", \"c\")", "b"},
	},
	Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
		if len(args)%2 == 0 {
			return nil, &typing.Error{Arg: typing.Whole, Message: "needs a value for every condition, and one more for otherwise"}
		}
		var conditions []ir.Expr
		var branches []typing.Operand
		for i := 0; i+1 < len(args); i += 2 {
			condition, ok := typing.To(args[i], types.Bool)
			if !ok {
				return nil, typing.Unexpected(i, "bool", args[i].Type(), "")
			}
			conditions = append(conditions, condition)
			branches = append(branches, args[i+1])
		}
		values, _, err := common(append(branches, args[len(args)-1]))
		if err != nil {
			if err.Arg >= 0 {
				err.Arg = min(2*err.Arg+1, len(args)-1) // among the call's arguments
			}
			return nil, err
		}
		out := values[len(values)-1]
		for i := len(conditions) - 1; i >= 0; i-- {
			out = typing.If(conditions[i], values[i], out)
		}
		return out, nil
	},
}
