package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var ltrimFunction = simple("ltrim", "ltrim(s string) string",
	"The string without ASCII blanks at its start.",
	ir.TrimLeft, types.String, []param{textArg},
	Example{`concat("[", ltrim(" a "), "]")`, "[a ]"},
)
