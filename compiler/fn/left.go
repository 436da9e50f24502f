package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
)

var leftFunction = &Function{
	Name:       "left",
	Signatures: []string{"left(s string, n int64) string"},
	Doc:        "The first n code points. Null where n is below 0.",
	MinArgs:    2, MaxArgs: 2,
	Examples: []Example{{`left("naïve", 3)`, "naï"}, {`left("abc", 9)`, "abc"}, {`left("abc", -1)`, "null"}},
	Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
		s, err := textArg(args, 0)
		if err != nil {
			return nil, err
		}
		n, err := int64Arg(args, 1)
		if err != nil {
			return nil, err
		}
		return typing.Checked(ir.Substr, types.String, s, typing.Int(1), n), nil
	},
}
