package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/runtime/value"
)

var elementFunction = &Function{
	Name:       "element",
	Signatures: []string{"element(l list(T), i int64) T?", "element(v vector(n), i int64) float64?", "element(m map(K, V), key K) V?"},
	Doc: "Element number i of a list or a vector, from 1, or with -1 from the last on backwards; or what a map has for a key. " +
		"Null where there is none, and where the element is.",
	MinArgs: 2, MaxArgs: 2,
	Examples: []Example{
		{`element("[7, 8, 9]", 1)`, "7"}, {`element("[7, 8, 9]", -1)`, "9"}, {`element("[7, 8, 9]", 0)`, "null"},
		{`element("{\"a\": 0.5}", "a")`, "0.5"}, {`element("{\"a\": 0.5}", "b")`, "null"},
	},
	Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
		x, err := collectionArg(args, 0, "a list, a vector or a map", value.List, value.Map, value.Vector)
		if err != nil {
			return nil, err
		}
		t := x.Type()
		if t.Kind == value.Map {
			key, err := to(args, 1, *t.Key, t.Key.String())
			if err != nil {
				return nil, err
			}
			return typing.Checked(ir.ElementMap, *t.Elem, x, key), nil
		}
		i, err := int64Arg(args, 1)
		if err != nil {
			return nil, err
		}
		if t.Kind == value.Vector {
			return typing.Checked(ir.ElementVector, types.Float64, x, i), nil
		}
		return typing.Checked(ir.ElementList, *t.Elem, x, i), nil
	},
}
