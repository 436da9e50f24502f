package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var rtrimFunction = simple("rtrim", "rtrim(s string) string",
	"The string without ASCII blanks at its end.",
	ir.TrimRight, types.String, []param{textArg},
	Example{`concat("[", rtrim(" a "), "]")`, "[ a]"},
)
