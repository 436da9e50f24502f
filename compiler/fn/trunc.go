package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
)

var truncFunction = rounding("trunc",
	"x without its fraction.",
	ir.TruncFloat, Example{"trunc(1.9)", "1"}, Example{"trunc(-1.9)", "-1"})
