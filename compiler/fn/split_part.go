package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var splitPartFunction = simple("split_part", "split_part(s string, separator, n) string",
	"Part n, from 1, of the string cut at every separator. Null where there are fewer parts.",
	ir.SplitPart, types.String.Null(), []param{textArg, textConstantArg, constantArg(1, 1_000_000)},
	Example{`split_part("a,b,,c", ",", 2)`, "b"},
	Example{`split_part("a,b,,c", ",", 3)`, ""},
	Example{`split_part("a,b", ",", 3)`, "null"},
)
