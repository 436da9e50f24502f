package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
)

var startsWithFunction = textTest("starts_with",
	"Whether s starts with part.",
	ir.StartsWith,
	Example{"starts_with(\"abc\", \"ab\")", "true"},
	Example{"starts_with(\"abc\", \"b\")", "false"},
)
