package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var jsonHasFunction = simple("json_has", "json_has(s string, path) bool",
	"Whether a path of a JSON document leads to a value, null included. Null where s is not JSON.",
	ir.JSONHas, types.Bool.Null(), []param{textArg, pathArg},
	Example{`json_has("{\"a\": null}", "a")`, "true"}, Example{`json_has("{\"a\": null}", "b")`, "false"},
	Example{`json_has("{a: 1}", "a")`, "null"},
)
