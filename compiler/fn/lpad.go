package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var lpadFunction = simple("lpad", "lpad(s string, n, fill) string",
	"The string with n code points: filled from the left with fill over and over, or its first n.",
	ir.PadLeft, types.String, []param{textArg, constantArg(0, maxPad), textConstantArg},
	Example{`lpad("7", 3, "0")`, "007"},
	Example{`lpad("abcd", 3, "0")`, "abc"},
)

// maxPad bounds how long padding makes a string.
const maxPad = 1000
