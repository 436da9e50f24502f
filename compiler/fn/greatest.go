package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
)

var greatestFunction = extreme("greatest",
	"The largest argument; null where any is null.",
	ir.Greatest, Example{"greatest(3, 2.5)", "3.0"}, Example{"greatest(1, 1 / 0)", "null"})
