package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var jsonIntFunction = jsonField("json_int", "int64",
	"The integer at a path of a JSON document: `parse_int(json_string(s, path))`, which takes no point and no exponent.",
	ir.ParseInt, types.Int64,
	Example{`json_int("{\"n\": 9223372036854775807}", "n")`, "9223372036854775807"},
	Example{`json_int("[1, \"2\"]", "[1]")`, "2"}, Example{`json_int("[1.0]", "[0]")`, "null"},
)
