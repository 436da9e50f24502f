package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var weekdayFunction = calendar("weekday",
	"The day of the week in a zone: Monday is 1, Sunday is 7.",
	ir.Weekday, types.Int64,
	Example{`weekday("2025-06-01T22:30:00Z", "UTC")`, "7"},
	Example{`weekday("2025-06-01T22:30:00Z", "Europe/Paris")`, "1"},
)
