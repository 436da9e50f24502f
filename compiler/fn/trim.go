package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var trimFunction = simple("trim", "trim(s string) string",
	"The string without ASCII blanks (blank, tab, newline, \\v, \\f, return) at both ends.",
	ir.Trim, types.String, []param{textArg},
	Example{`trim("  a b ")`, "a b"},
	Example{`trim("")`, ""},
)
