package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/runtime/value"
)

var jsonLengthFunction = &Function{
	Name:       "json_length",
	Signatures: []string{"json_length(s string) int64", "json_length(s string, path) int64"},
	Doc:        "How many elements a JSON array has: the document, or what is at a path of it. Null where there is no array.",
	MinArgs:    1, MaxArgs: 2,
	Examples: []Example{
		{`json_length("[1, [2, 3]]")`, "2"}, {`json_length("{\"items\": []}", "items")`, "0"},
		{`json_length("{\"items\": {}}", "items")`, "null"},
	},
	Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
		s, err := textArg(args, 0)
		if err != nil {
			return nil, err
		}
		var path ir.Expr = &ir.Const{Value: value.OfString(""), T: types.String}
		if len(args) == 2 {
			if path, err = pathArg(args, 1); err != nil {
				return nil, err
			}
		}
		return typing.Checked(ir.JSONLength, types.Int64, s, path), nil
	},
}
