package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/typing"
)

var nullifFunction = &Function{
	Name:       "nullif",
	Signatures: []string{"nullif(x T, y T) T"},
	Doc:        "x, or null where it equals y. For values that stand for nothing, such as \"\" or -1.",
	MinArgs:    2, MaxArgs: 2,
	Examples: []Example{{"nullif(\"n/a\", \"n/a\")", "null"}, {"nullif(3, -1)", "3"}},
	Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
		es, t, err := common(args)
		if err != nil {
			return nil, err
		}
		return &ir.Call{Op: ir.NullIf, Args: es, T: t.Null()}, nil
	},
}
