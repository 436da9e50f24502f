package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var parseBoolFunction = simple("parse_bool", "parse_bool(s string) bool",
	"Reads true, false, t, f, 1 or 0, in any case. Null where the text is none of them.",
	ir.ParseBool, types.Bool.Null(), []param{textArg},
	Example{`parse_bool("TRUE")`, "true"},
	Example{`parse_bool("0")`, "false"},
	Example{`parse_bool("yes")`, "null"},
)
