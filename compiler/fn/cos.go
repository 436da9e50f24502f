package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var cosFunction = simple("cos", "cos(x float64) float64",
	"The cosine of an angle in radians, within one unit in the last place, and by the same steps everywhere. Null beyond 823549.",
	ir.CosFloat, types.Float64.Null(), []param{numberArg},
	Example{"cos(0)", "1"}, Example{"cos(1)", "0.5403023058681398"}, Example{"cos(1e6)", "null"},
)
