package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var yearFunction = calendar("year",
	"The year in a zone.",
	ir.Year, types.Int64,
	Example{`year("2024-12-31T23:30:00Z", "Europe/Paris")`, "2025"},
)
