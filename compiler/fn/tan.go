package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var tanFunction = simple("tan", "tan(x float64) float64",
	"The tangent of an angle in radians: sin(x) / cos(x), within three units in the last place. Null beyond 823549.",
	ir.TanFloat, types.Float64.Null(), []param{numberArg},
	Example{"tan(0)", "0"}, Example{"tan(1e6)", "null"},
)
