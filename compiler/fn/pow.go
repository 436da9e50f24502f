package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var powFunction = simple("pow", "pow(x float64, n) float64",
	"x * x * … with n factors, 2 to 16, multiplied from the left.",
	ir.PowFloat, types.Float64.Null(), []param{numberArg, constantArg(2, 16)},
	Example{"pow(1.5, 2)", "2.25"}, Example{"pow(-2, 3)", "-8"}, Example{"pow(1e200, 2)", "null"},
)
