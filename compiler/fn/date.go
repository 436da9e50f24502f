package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var dateFunction = calendar("date",
	"The date in a zone.",
	ir.ToDate, types.Date,
	Example{`date("2024-12-31T23:30:00Z", "Europe/Paris")`, "2025-01-01"},
)
