package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
)

var leastFunction = extreme("least",
	"The smallest argument; null where any is null.",
	ir.Least, Example{"least(3, 2.5)", "2.5"}, Example{"least(\"b\", \"a\")", "a"})
