package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var parseFloatFunction = simple("parse_float", "parse_float(s string) float64",
	"Reads a float64 as a column of that type is read, to the nearest. Null where the text does not read so, and where it is not finite.",
	ir.ParseFloat, types.Float64.Null(), []param{textArg},
	Example{`parse_float("-2.5e3")`, "-2500"},
	Example{`parse_float("nan")`, "null"},
	Example{`parse_float("1,5")`, "null"},
)
