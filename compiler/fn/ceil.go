package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
)

var ceilFunction = rounding("ceil",
	"The smallest whole number that is not below x.",
	ir.CeilFloat, Example{"ceil(1.5)", "2"}, Example{"ceil(-1.5)", "-1"})
