package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var log2Function = simple("log2", "log2(x float64) float64",
	"The logarithm to the base 2, within two units in the last place; exact for powers of two. Null for 0 and below.",
	ir.Log2Float, types.Float64.Null(), []param{numberArg},
	Example{"log2(8)", "3"}, Example{"log2(0)", "null"},
)
