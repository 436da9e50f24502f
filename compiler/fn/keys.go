package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/runtime/value"
)

// ofMap makes a function from a map to a list of one side of it.
func ofMap(name, signature, doc string, op ir.Op, side func(types.Type) types.Type, examples ...Example) *Function {
	return &Function{
		Name: name, Signatures: []string{signature}, Doc: doc,
		MinArgs: 1, MaxArgs: 1,
		Examples: examples,
		Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
			m, err := collectionArg(args, 0, "a map", value.Map)
			if err != nil {
				return nil, err
			}
			return typing.Strict(op, types.List(side(m.Type())), m), nil
		},
	}
}

var keysFunction = ofMap("keys", "keys(m map(K, V)) list(K)", "The keys of a map, ascending.", ir.KeysMap,
	func(t types.Type) types.Type { return *t.Key },
	Example{`keys("{\"b\": 1, \"a\": null}")`, `["a", "b"]`}, Example{`keys("{}")`, `[]`})
