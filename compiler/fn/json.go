package fn

import (
	"regexp"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/runtime/value"
)

// A key of a path has no character that an engine's own paths give a meaning.
const jsonKey = `[^.\[\]"*\\\x00-\x1f]+`

var jsonPath = regexp.MustCompile(`^(` + jsonKey + `|\[(0|[1-9][0-9]{0,5})\])(\.` + jsonKey + `|\[(0|[1-9][0-9]{0,5})\])*$`)

// pathArg demands a constant path into a JSON document.
func pathArg(args []typing.Operand, i int) (ir.Expr, *typing.Error) {
	l := args[i].Literal
	if l == nil || l.Kind != typing.Text || !jsonPath.MatchString(l.Text) {
		return nil, &typing.Error{
			Arg:     i,
			Message: "expected a constant path of keys and indices",
			Help:    `a path is written as in "a.b[0]"; keys have no point, bracket, quote, star or backslash, and indices count from 0`,
		}
	}
	return &ir.Const{Value: value.OfString(l.Text), T: types.String, S: l.Span}, nil
}

// jsonText is the text of the value at a path.
func jsonText(args []typing.Operand) (ir.Expr, *typing.Error) {
	s, err := textArg(args, 0)
	if err != nil {
		return nil, err
	}
	path, err := pathArg(args, 1)
	if err != nil {
		return nil, err
	}
	return typing.Checked(ir.JSONText, types.String, s, path), nil
}

// jsonField makes a function that reads the text at a path as a type.
func jsonField(name, result, doc string, parse ir.Op, t types.Type, examples ...Example) *Function {
	return &Function{
		Name:       name,
		Signatures: []string{name + "(s string, path) " + result},
		Doc:        doc,
		MinArgs:    2, MaxArgs: 2,
		Examples: examples,
		Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
			text, err := jsonText(args)
			if err != nil || parse == "" {
				return text, err
			}
			return typing.Checked(parse, t, text), nil
		},
	}
}
