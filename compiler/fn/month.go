package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var monthFunction = calendar("month",
	"The month in a zone, 1 to 12.",
	ir.Month, types.Int64,
	Example{`month("2025-05-31T22:30:00Z", "Europe/Paris")`, "6"},
)
