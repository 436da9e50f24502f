package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var upperASCIIFunction = simple("upper_ascii", "upper_ascii(s string) string",
	"The string with A to Z for a to z. Other letters stay.",
	ir.UpperASCII, types.String, []param{textArg},
	Example{`upper_ascii("àbC")`, "àBC"},
)
