package fn

import "github.com/featc-lang/featc/compiler/types"

var jsonStringFunction = jsonField("json_string", "string",
	"The string at a path of a JSON document; a number, true or false as it is written there. Null for null, arrays and objects, "+
		"where there is nothing, and where s is not JSON. A path is made of keys and indices from 0.",
	"", types.String,
	Example{`json_string("{\"a\": {\"b\": [\"x\", 1.50]}}", "a.b[0]")`, "x"},
	Example{`json_string("{\"a\": {\"b\": [\"x\", 1.50]}}", "a.b[1]")`, "1.50"},
	Example{`json_string("{\"a\": {}}", "a")`, "null"}, Example{`json_string("{\"a\": 1,}", "a")`, "null"},
)
