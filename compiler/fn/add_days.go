package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var addDaysFunction = simple("add_days", "add_days(d date, n int64) date",
	"The date n days later. Null outside the years 1 to 9999.",
	ir.AddDays, types.Date.Null(), []param{dateArg, int64Arg},
	Example{`add_days("2024-02-28", 2)`, "2024-03-01"},
	Example{`add_days("0001-01-01", -1)`, "null"},
)
