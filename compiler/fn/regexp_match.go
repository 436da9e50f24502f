package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
)

var regexpMatchFunction = &Function{
	Name:       "regexp_match",
	Signatures: []string{"regexp_match(s string, pattern) bool"},
	Doc:        "Whether the pattern, a constant regular expression in RE2 syntax, matches anywhere in s; `^` and `$` tie it to the ends.",
	MinArgs:    2, MaxArgs: 2,
	Examples: []Example{
		{`regexp_match("ab12", "[0-9]+$")`, "true"}, {`regexp_match("ab12", "^[0-9]+$")`, "false"}, {`regexp_match("PAID", "(?i)^paid$")`, "true"},
	},
	Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
		s, err := textArg(args, 0)
		if err != nil {
			return nil, err
		}
		pattern, _, err := patternArg(args, 1)
		if err != nil {
			return nil, err
		}
		return typing.Strict(ir.RegexpMatch, types.Bool, s, pattern), nil
	},
}
