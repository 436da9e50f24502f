package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var quarterFunction = calendar("quarter",
	"The quarter of the year in a zone, 1 to 4.",
	ir.Quarter, types.Int64,
	Example{`quarter("2025-06-01T22:22:07Z", "UTC")`, "2"},
)
