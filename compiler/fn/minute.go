package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var minuteFunction = calendar("minute",
	"The minute of the hour in a zone, 0 to 59.",
	ir.Minute, types.Int64,
	Example{`minute("2025-06-01T22:22:07Z", "Asia/Kolkata")`, "52"},
)
