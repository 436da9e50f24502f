package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var isoWeekFunction = calendar("iso_week",
	"The ISO 8601 week in a zone, 1 to 53. Week 1 has the year's first Thursday.",
	ir.ISOWeek, types.Int64,
	Example{`iso_week("2021-01-03T12:00:00Z", "UTC")`, "53"},
	Example{`iso_week("2024-12-30T12:00:00Z", "UTC")`, "1"},
)
