package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/runtime/value"
)

// maxSummand is where a float64 is too large for an exact sum, which skips it;
// a count that goes with the sum has to skip it too.
const maxSummand = 1 << 62

var meanAggregation = &Aggregation{
	Name:       "mean",
	Signatures: []string{"mean(x float64) float64?", "mean(x vector(n)) vector(n)?"},
	Doc:        "The exact sum, rounded to float64, divided by the count. Of vectors, that of each element; one with an element of magnitude 2^62 or above is skipped.",
	Algebra:    ir.Group,
	Empty:      "null",
	Section:    Basic,
	State:      "a sum and a count",
	SQL:        "as sum and count",
	Cost:       "constant",
	Peers:      Peers{Chronon: "AVERAGE", Tecton: "mean", OpenMLDB: "avg", Feast: "mean", Feathr: "AVG", Fennel: "Average"},
	MinArgs:    1, MaxArgs: 1,
	Examples: []Example{
		{Call: "mean(x)", Type: "int64?", Values: []string{"1", "null", "4"}, Want: "2.5"},
		{Call: "mean(x)", Type: "decimal(4, 2)", Values: []string{"0.10", "0.20"}, Want: "0.15"},
		{Call: "mean(x)", Type: "float64", Values: []string{"1", "1e300"}, Want: "1"},
		{Call: "mean(x)", Type: "float64", Want: "null"},
		{Call: "mean(x)", Type: "vector(2)?", Values: []string{"[1,2]", "null", "[2,-4]"}, Want: `"[1.5, -1]"`},
	},
	Build: func(args []ir.Expr) (*Parts, *typing.Error) {
		var p parts
		if t := args[0].Type(); t.Kind == value.Vector {
			x, err := summable(args[0])
			if err != nil {
				return nil, err
			}
			total, n := p.add(ir.CompSum, x), typing.ToFloat(p.count(x))
			return p.finish(typing.Checked(ir.DivVector, t, total, n))
		}
		if err := numeric(args); err != nil {
			return nil, err
		}
		x := args[0]
		counted := x
		if x.Type().Kind == value.Float64 {
			counted = bounded(x, x, maxSummand)
		}
		total, n := p.add(ir.CompSum, x), p.count(counted)
		return p.finish(divide(typing.ToFloat(total), typing.ToFloat(n)))
	},
}
