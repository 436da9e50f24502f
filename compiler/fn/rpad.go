package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var rpadFunction = simple("rpad", "rpad(s string, n, fill) string",
	"The string with n code points: filled from the right with fill over and over, or its first n.",
	ir.PadRight, types.String, []param{textArg, constantArg(0, maxPad), textConstantArg},
	Example{`rpad("a", 4, "bc")`, "abcb"},
)
