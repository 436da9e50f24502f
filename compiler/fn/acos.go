package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var acosFunction = simple("acos", "acos(x float64) float64",
	"The angle in radians, from 0 to pi, whose cosine is x, within three units in the last place. Null beyond 1.",
	ir.AcosFloat, types.Float64.Null(), []param{numberArg},
	Example{"acos(1)", "0"}, Example{"acos(-1)", "3.141592653589793"}, Example{"acos(1.5)", "null"},
)
