package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
)

var endsWithFunction = textTest("ends_with",
	"Whether s ends with part.",
	ir.EndsWith,
	Example{"ends_with(\"abc\", \"bc\")", "true"},
	Example{"ends_with(\"abc\", \"\")", "true"},
)
