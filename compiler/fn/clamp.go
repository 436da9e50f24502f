package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/typing"
)

var clampFunction = &Function{
	Name:       "clamp",
	Signatures: []string{"clamp(x T, low T, high T) T"},
	Doc:        "x, but no less than low and no more than high: `least(greatest(x, low), high)`. Null where any is null.",
	MinArgs:    3, MaxArgs: 3,
	Examples: []Example{{"clamp(5, 1, 3)", "3"}, {"clamp(-0.5, 0, 1)", "0.0"}, {"clamp(2, 1, 3)", "2"}},
	Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
		es, t, err := ordered(args)
		if err != nil {
			return nil, err
		}
		return typing.Strict(ir.Least, t, typing.Strict(ir.Greatest, t, es[0], es[1]), es[2]), nil
	},
}
