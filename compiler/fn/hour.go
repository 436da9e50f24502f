package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var hourFunction = calendar("hour",
	"The hour of the day in a zone, 0 to 23.",
	ir.Hour, types.Int64,
	Example{`hour("2025-06-01T22:30:00Z", "Europe/Paris")`, "0"},
	Example{`hour("2025-06-01T22:30:00Z", "Asia/Kolkata")`, "4"},
)
