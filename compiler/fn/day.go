package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var dayFunction = calendar("day",
	"The day of the month in a zone, 1 to 31.",
	ir.Day, types.Int64,
	Example{`day("2025-05-31T22:30:00Z", "Europe/Paris")`, "1"},
)
