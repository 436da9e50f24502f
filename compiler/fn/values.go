package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var valuesFunction = ofMap("values", "values(m map(K, V)) list(V)", "The values of a map, in the order of its keys; nulls among them stay.", ir.ValuesMap,
	func(t types.Type) types.Type { return *t.Elem },
	Example{`values("{\"b\": 1, \"a\": null}")`, `[null, 1]`})
