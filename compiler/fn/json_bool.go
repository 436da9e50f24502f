package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var jsonBoolFunction = jsonField("json_bool", "bool",
	"The true or false at a path of a JSON document: `parse_bool(json_string(s, path))`.",
	ir.ParseBool, types.Bool,
	Example{`json_bool("{\"ok\": true}", "ok")`, "true"}, Example{`json_bool("{\"ok\": null}", "ok")`, "null"},
)
