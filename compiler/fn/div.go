package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
)

var divFunction = integerDivision("div",
	"The quotient of two int64, truncated towards zero. Null for a divisor of 0.",
	ir.DivInt, Example{"div(7, 2)", "3"}, Example{"div(-7, 2)", "-3"}, Example{"div(1, 0)", "null"},
	Example{"div(-9223372036854775808, -1)", "null"})

// integerDivision makes div or mod.
func integerDivision(name, doc string, op ir.Op, examples ...Example) *Function {
	return &Function{
		Name:       name,
		Signatures: []string{name + "(a int64, b int64) int64"},
		Doc:        doc,
		MinArgs:    2, MaxArgs: 2,
		Examples: examples,
		Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
			a, err := int64Arg(args, 0)
			if err != nil {
				return nil, err
			}
			b, err := int64Arg(args, 1)
			if err != nil {
				return nil, err
			}
			return typing.Checked(op, types.Int64, a, b), nil
		},
	}
}
