package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var expFunction = simple("exp", "exp(x float64) float64",
	"e to the power of x, within one unit in the last place, and by the same steps everywhere. Null where it overflows.",
	ir.ExpFloat, types.Float64.Null(), []param{numberArg},
	Example{"exp(0)", "1"}, Example{"exp(1)", "2.718281828459045"}, Example{"exp(-1000)", "0"}, Example{"exp(710)", "null"},
)
