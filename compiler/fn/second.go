package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var secondFunction = calendar("second",
	"The second of the minute in a zone, 0 to 59.",
	ir.Second, types.Int64,
	Example{`second("2025-06-01T22:22:07Z", "UTC")`, "7"},
)
