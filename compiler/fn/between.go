package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
)

var betweenFunction = &Function{
	Name:       "between",
	Signatures: []string{"between(x T, low T, high T) bool"},
	Doc:        "`x >= low and x <= high`, both ends included.",
	MinArgs:    3, MaxArgs: 3,
	Examples: []Example{{"between(2, 1, 2)", "true"}, {"between(\"c\", \"a\", \"b\")", "false"}, {"between(1.5, 2, 3e0)", "false"}},
	Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
		es, _, err := ordered(args)
		if err != nil {
			return nil, err
		}
		return typing.Strict(ir.Between, types.Bool, es...), nil
	},
}

// ordered converts the arguments to one type with an order.
func ordered(args []typing.Operand) ([]ir.Expr, types.Type, *typing.Error) {
	es, t, err := common(args)
	if err == nil && !t.IsOrdered() {
		err = typing.Unexpected(0, "a type with an order", t, "")
	}
	return es, t, err
}
