package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
)

var containsFunction = textTest("contains",
	"Whether part is anywhere in s.",
	ir.Contains,
	Example{"contains(\"abc\", \"b\")", "true"},
	Example{"contains(\"abc\", \"B\")", "false"},
)
