package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var replaceFunction = simple("replace", "replace(s string, from string, to string) string",
	"The string with every from, found left to right, replaced. An empty from is found nowhere.",
	ir.Replace, types.String, []param{textArg, textArg, textArg},
	Example{`replace("aaa", "aa", "b")`, "ba"},
	Example{`replace("abc", "", "x")`, "abc"},
)
