package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var lnFunction = simple("ln", "ln(x float64) float64",
	"The natural logarithm, within one unit in the last place, and by the same steps everywhere. Null for 0 and below.",
	ir.LnFloat, types.Float64.Null(), []param{numberArg},
	Example{"ln(1)", "0"}, Example{"ln(2)", "0.6931471805599453"}, Example{"ln(0)", "null"},
)
