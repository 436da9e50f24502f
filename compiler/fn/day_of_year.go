package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var dayOfYearFunction = calendar("day_of_year",
	"The day of the year in a zone, 1 to 366.",
	ir.DayOfYear, types.Int64,
	Example{`day_of_year("2024-12-31T12:00:00Z", "UTC")`, "366"},
)
