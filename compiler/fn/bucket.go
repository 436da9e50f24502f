package fn

import (
	"github.com/featc-lang/featc/compiler/cell"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/runtime/value"
)

var bucketFunction = &Function{
	Name:       "bucket",
	Signatures: []string{"bucket(x T, bound T, bound T, …) int64"},
	Doc:        "How many of the constant, ascending bounds are not above x: 0 below the first, the number of bounds from the last on.",
	MinArgs:    2, MaxArgs: typing.Variadic,
	Examples: []Example{{"bucket(5, 10, 100)", "0"}, {"bucket(10, 10, 100)", "1"}, {"bucket(1e9, 10, 100)", "2"}},
	Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
		es, _, err := ordered(args)
		if err != nil {
			return nil, err
		}
		for i, e := range es[1:] {
			c, ok := e.(*ir.Const)
			if !ok || c.Value.IsNull() {
				return nil, &typing.Error{Arg: i + 1, Message: "a bound is a constant"}
			}
			if i > 0 && !less(es[i].(*ir.Const).Value, c.Value) {
				return nil, &typing.Error{Arg: i + 1, Message: "this bound is not above the one before it", Help: "write bounds in ascending order"}
			}
		}
		return typing.Strict(ir.Bucket, types.Int64, es...), nil
	},
}

// less orders two constants of one type.
func less(a, b value.Value) bool {
	switch a.Kind {
	case value.Float64:
		return a.Float64() < b.Float64()
	case value.Decimal:
		return cell.Unscaled(a).Cmp(cell.Unscaled(b)) < 0
	case value.String, value.Bytes:
		return a.S < b.S
	default:
		return a.I < b.I
	}
}
