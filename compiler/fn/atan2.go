package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var atan2Function = simple("atan2", "atan2(y float64, x float64) float64",
	"The angle in radians, from -pi to pi, of the point (x, y), within two units in the last place. It is 0 for the origin; a zero has no sign.",
	ir.Atan2Float, types.Float64, []param{numberArg, numberArg},
	Example{"atan2(1, 1)", "0.7853981633974483"}, Example{"atan2(0, -1)", "3.141592653589793"}, Example{"atan2(0, 0)", "0"},
)
