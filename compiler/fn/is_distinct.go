package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
)

var isDistinctFunction = &Function{
	Name:       "is_distinct",
	Signatures: []string{"is_distinct(a T, b T) bool"},
	Doc:        "Whether a and b differ, where null is a value like others: never null.",
	MinArgs:    2, MaxArgs: 2,
	Examples: []Example{{"is_distinct(1, 2)", "true"}, {"is_distinct(1 / 0, 1)", "true"}, {"is_distinct(1 / 0, 2 % 0)", "false"}},
	Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
		es, _, err := common(args)
		if err != nil {
			return nil, err
		}
		return &ir.Call{Op: ir.IsDistinct, Args: es, T: types.Bool}, nil
	},
}
