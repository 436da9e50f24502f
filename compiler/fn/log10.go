package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var log10Function = simple("log10", "log10(x float64) float64",
	"The logarithm to the base 10, within two units in the last place; exact for 10 to the power of 0 to 22. Null for 0 and below.",
	ir.Log10Float, types.Float64.Null(), []param{numberArg},
	Example{"log10(1000)", "3"}, Example{"log10(0)", "null"},
)
