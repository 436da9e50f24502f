package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var isoYearFunction = calendar("iso_year",
	"The year that the ISO 8601 week in a zone belongs to.",
	ir.ISOYear, types.Int64,
	Example{`iso_year("2021-01-03T12:00:00Z", "UTC")`, "2020"},
	Example{`iso_year("2024-12-30T12:00:00Z", "UTC")`, "2025"},
)
