package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
)

var corrAggregation = &Aggregation{
	Name:       "corr",
	Signatures: []string{"corr(x float64, y float64) float64?"},
	Doc:        "Pearson's correlation of pairs, from -1 to 1. Null where all x or all y are the same. Pairs where either is null, or of magnitude 2^31 and above, are skipped.",
	Section:    Moments,
	Algebra:    ir.Group,
	Empty:      "null",
	State:      "a count and 10 exact sums, 40 bytes each",
	SQL:        "as count and sum",
	Cost:       "constant",
	Peers:      Peers{},
	MinArgs:    2, MaxArgs: 2,
	Examples: []Example{
		{Call: "corr(x, y)", Type: "int64", Values: []string{"1", "2", "7", "3"}, Y: []string{"2", "4", "null", "6"}, Want: "1"},
		{Call: "corr(x, y)", Type: "float64", Values: []string{"0.1", "0.1"}, Y: []string{"1", "2"}, Want: "null"},
	},
	Build: func(args []ir.Expr) (*Parts, *typing.Error) {
		x, y, err := twoNumbers(args)
		if err != nil {
			return nil, err
		}
		var p pairs
		p.of(maxSquared, x, y)
		sx, sy := p.sum(x), p.sum(y)
		both := p.spread(p.cross(x, y), sx, sy)
		root := func(v ir.Expr) ir.Expr { return typing.Checked(ir.SqrtFloat, types.Float64, v) }
		r := divide(both, product(root(p.square(x, sx)), root(p.square(y, sy))))
		atMost := typing.Strict(ir.Least, types.Float64, typing.Float(1), r)
		return p.finish(typing.Strict(ir.Greatest, types.Float64, typing.Float(-1), atMost))
	},
}
