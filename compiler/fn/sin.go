package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var sinFunction = simple("sin", "sin(x float64) float64",
	"The sine of an angle in radians, within one unit in the last place, and by the same steps everywhere. Null beyond 823549.",
	ir.SinFloat, types.Float64.Null(), []param{numberArg},
	Example{"sin(0)", "0"}, Example{"sin(1)", "0.8414709848078965"}, Example{"sin(1e6)", "null"},
)
