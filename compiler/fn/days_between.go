package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
)

var daysBetweenFunction = &Function{
	Name:       "days_between",
	Signatures: []string{"days_between(from date, to date) int64"},
	Doc:        "How many days to lies after from; negative where it lies before.",
	MinArgs:    2, MaxArgs: 2,
	Examples: []Example{{`days_between("2024-02-28", "2024-03-01")`, "2"}, {`days_between("2025-01-01", "2024-12-31")`, "-1"}},
	Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
		from, err := dateArg(args, 0)
		if err != nil {
			return nil, err
		}
		until, err := dateArg(args, 1)
		if err != nil {
			return nil, err
		}
		return typing.Strict(ir.SubDate, types.Int64, until, from), nil
	},
}
