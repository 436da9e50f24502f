package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var asinFunction = simple("asin", "asin(x float64) float64",
	"The angle in radians, from -pi/2 to pi/2, whose sine is x, within three units in the last place. Null beyond 1.",
	ir.AsinFloat, types.Float64.Null(), []param{numberArg},
	Example{"asin(1)", "1.5707963267948966"}, Example{"asin(1.5)", "null"},
)
