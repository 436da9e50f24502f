package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var jsonFloatFunction = jsonField("json_float", "float64",
	"The number at a path of a JSON document, to the nearest: `parse_float(json_string(s, path))`.",
	ir.ParseFloat, types.Float64,
	Example{`json_float("{\"x\": 1e-3}", "x")`, "0.001"}, Example{`json_float("{\"x\": 1e400}", "x")`, "null"},
)
