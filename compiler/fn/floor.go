package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
)

var floorFunction = rounding("floor",
	"The largest whole number that is not above x.",
	ir.FloorFloat, Example{"floor(1.5)", "1"}, Example{"floor(-1.5)", "-2"})
