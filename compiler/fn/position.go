package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var positionFunction = simple("position", "position(s string, part string) int64",
	"Where part first begins in s, in code points from 1; 0 where it does not.",
	ir.Position, types.Int64, []param{textArg, textArg},
	Example{`position("naïve", "v")`, "4"},
	Example{`position("abc", "x")`, "0"},
	Example{`position("abc", "")`, "1"},
)
