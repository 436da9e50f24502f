package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var rightFunction = simple("right", "right(s string, n int64) string",
	"The last n code points. Null where n is below 0.",
	ir.Right, types.String.Null(), []param{textArg, int64Arg},
	Example{`right("naïve", 3)`, "ïve"},
	Example{`right("abc", 9)`, "abc"},
	Example{`right("abc", -1)`, "null"},
)
