package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var lowerASCIIFunction = simple("lower_ascii", "lower_ascii(s string) string",
	"The string with a to z for A to Z. Other letters stay: their cases differ between engines and versions of Unicode.",
	ir.LowerASCII, types.String, []param{textArg},
	Example{`lower_ascii("ÀBc")`, "Àbc"},
)
