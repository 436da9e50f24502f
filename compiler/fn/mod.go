package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
)

var modFunction = integerDivision("mod",
	"The remainder of `div(a, b)`, with the sign of a, as `a % b`. Null for a divisor of 0.",
	ir.ModInt, Example{"mod(7, 2)", "1"}, Example{"mod(-7, 2)", "-1"}, Example{"mod(1, 0)", "null"})
