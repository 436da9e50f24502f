package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/runtime/value"
)

var regexpReplaceFunction = &Function{
	Name:       "regexp_replace",
	Signatures: []string{"regexp_replace(s string, pattern, to) string"},
	Doc: "The string with the constant to in place of every match of the pattern. to stands for itself: it cannot " +
		"refer to groups.",
	MinArgs: 3, MaxArgs: 3,
	Examples: []Example{
		{`regexp_replace("+49 (30) 12", "[^0-9]+", "")`, "493012"}, {`regexp_replace("a1b22", "[0-9]+", "#")`, "a#b#"},
	},
	Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
		s, err := textArg(args, 0)
		if err != nil {
			return nil, err
		}
		pattern, re, err := patternArg(args, 1)
		if err != nil {
			return nil, err
		}
		if matchesEmpty(re) {
			return nil, &typing.Error{Arg: 1, Message: "the pattern matches the empty string, which is everywhere", Help: "write + for *"}
		}
		to := args[2].Literal
		if to == nil || to.Kind != typing.Text {
			return nil, &typing.Error{Arg: 2, Message: "expected a constant string"}
		}
		return typing.Strict(ir.RegexpReplace, types.String, s, pattern, &ir.Const{Value: value.OfString(to.Text), T: types.String}), nil
	},
}
