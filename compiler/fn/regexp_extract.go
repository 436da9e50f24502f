package fn

import (
	"fmt"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
)

// maxGroup is the last group that all engines can extract.
const maxGroup = 9

var regexpExtractFunction = &Function{
	Name:       "regexp_extract",
	Signatures: []string{"regexp_extract(s string, pattern) string", "regexp_extract(s string, pattern, group) string"},
	Doc: "What the first match of the pattern, or a group of it from 1 to 9, matches. Null without a match; empty where " +
		"the group takes no part in it.",
	MinArgs: 2, MaxArgs: 3,
	Examples: []Example{
		{`regexp_extract("me@example.com", "@(.+)$", 1)`, "example.com"}, {`regexp_extract("a1b22", "[0-9]+")`, "1"},
		{`regexp_extract("abc", "[0-9]+")`, "null"}, {`regexp_extract("b", "(a)?b", 1)`, ""},
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
		group := 0
		if len(args) == 3 {
			if group, err = constant(args, 2, 0, maxGroup); err != nil {
				return nil, err
			}
			if groups := re.MaxCap(); group > groups {
				return nil, &typing.Error{Arg: 2, Message: fmt.Sprintf("the pattern has no group %d", group)}
			}
		}
		return typing.Checked(ir.RegexpExtract, types.String, s, pattern, typing.Int(int64(group))), nil
	},
}
