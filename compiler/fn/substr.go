package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var substrFunction = simple("substr", "substr(s string, start int64, n int64) string",
	"Up to n code points from position start, which counts from 1. Null where start is below 1 or n below 0.",
	ir.Substr, types.String.Null(), []param{textArg, int64Arg, int64Arg},
	Example{`substr("naïve", 3, 2)`, "ïv"},
	Example{`substr("abc", 5, 2)`, ""},
	Example{`substr("abc", 0, 2)`, "null"},
)
