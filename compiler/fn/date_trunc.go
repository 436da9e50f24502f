package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/runtime/value"
)

var dateTruncFunction = &Function{
	Name:       "date_trunc",
	Signatures: []string{"date_trunc(unit, d date) date"},
	Doc:        "The first day of the \"week\" (from Monday), \"month\", \"quarter\" or \"year\" that the date is in. `date(t, zone)` makes a date of a timestamp.",
	MinArgs:    2, MaxArgs: 2,
	Examples: []Example{
		{`date_trunc("week", "2025-01-01")`, "2024-12-30"}, {`date_trunc("month", "2024-02-29")`, "2024-02-01"},
		{`date_trunc("quarter", "2024-12-31")`, "2024-10-01"}, {`date_trunc("year", "0001-12-31")`, "0001-01-01"},
	},
	Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
		unit, err := choice(args, 0, "week", "month", "quarter", "year")
		if err != nil {
			return nil, err
		}
		d, err := dateArg(args, 1)
		if err != nil {
			return nil, err
		}
		return typing.Strict(ir.TruncDate, types.Date, d, &ir.Const{Value: value.OfString(unit), T: types.String}), nil
	},
}
