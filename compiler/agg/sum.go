package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/runtime/value"
)

var sumAggregation = &Aggregation{
	Name:       "sum",
	Signatures: []string{"sum(x int64) int64?", "sum(x decimal(p, s)) decimal(38, s)?", "sum(x float64) float64?", "sum(x vector(n)) vector(n)?"},
	Doc:        "The exact sum, whatever the order of events. Null where it does not fit the result. Of vectors, the sum of each element; one with an element of magnitude 2^62 or above is skipped.",
	Algebra:    ir.Group,
	Empty:      "null",
	Section:    Basic,
	State:      "16 bytes of an exact integer, 24 for decimals; of vectors, 40 bytes per element",
	SQL:        "running sums of exact integers, floats as two of them; vectors as those of their elements",
	Cost:       "constant",
	Peers:      Peers{Chronon: "SUM", Tecton: "sum", OpenMLDB: "sum", Feast: "sum", Feathr: "SUM", Fennel: "Sum"},
	MinArgs:    1, MaxArgs: 1,
	Examples: []Example{
		{Call: "sum(x)", Type: "int64?", Values: []string{"1", "null", "3"}, Want: "4"},
		{Call: "sum(x)", Type: "decimal(4, 2)", Values: []string{"0.10", "0.20"}, Want: "0.30"},
		{Call: "sum(x)", Type: "float64", Values: []string{"0.1", "0.2", "0.3"}, Want: "0.6"},
		{Call: "sum(x)", Type: "int64", Values: []string{"9223372036854775807", "1"}, Want: "null"},
		{Call: "sum(x)", Type: "int64", Want: "null"},
		{Call: "sum(x)", Type: "vector(2)?", Values: []string{"[0.5,1]", "null", "[0.25,-4]", "[7,1e300]"}, Want: `"[0.75, -3]"`},
	},
	Build: func(args []ir.Expr) (*Parts, *typing.Error) {
		var p parts
		if args[0].Type().Kind == value.Vector {
			x, err := summable(args[0])
			if err != nil {
				return nil, err
			}
			return p.finish(p.add(ir.CompSum, x))
		}
		if err := numeric(args); err != nil {
			return nil, err
		}
		total := p.add(ir.CompSum, args[0])
		if args[0].Type().Kind == value.Int64 {
			total = typing.Checked(ir.DecToInt, types.Int64, total)
		}
		return p.finish(total)
	},
}
