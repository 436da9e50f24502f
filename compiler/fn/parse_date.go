package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var parseDateFunction = simple("parse_date", "parse_date(s string) date",
	"Reads a date such as 2025-01-31. Null where the text is none.",
	ir.ParseDate, types.Date.Null(), []param{textArg},
	Example{`parse_date("2024-02-29")`, "2024-02-29"},
	Example{`parse_date("2023-02-29")`, "null"},
)
