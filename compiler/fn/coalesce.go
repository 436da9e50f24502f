package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/typing"
)

var coalesceFunction = &Function{
	Name:       "coalesce",
	Signatures: []string{"coalesce(a T, b T, …) T"},
	Doc:        "The first argument that is not null.",
	MinArgs:    2, MaxArgs: typing.Variadic,
	Examples: []Example{{"coalesce(1 / 0, 2.5e0)", "2.5"}, {"coalesce(null, 3)", "3"}},
	Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
		es, t, err := common(args)
		if err != nil {
			return nil, err
		}
		nullable := true
		for _, e := range es {
			nullable = nullable && e.Type().Nullable
		}
		return &ir.Call{Op: ir.Coalesce, Args: es, T: t.NotNull().OrNull(nullable)}, nil
	},
}
