package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/typing"
)

var slopeAggregation = &Aggregation{
	Name:       "slope",
	Signatures: []string{"slope(y float64, x float64) float64?"},
	Doc:        "The slope of the least-squares line of y on x: regr_slope in SQL. Null where all x are the same. Pairs where either is null, or of magnitude 2^31 and above, are skipped.",
	Section:    Moments,
	Algebra:    ir.Group,
	Empty:      "null",
	State:      "a count and 8 exact sums, 40 bytes each",
	SQL:        "as count and sum",
	Cost:       "constant",
	Peers:      Peers{},
	MinArgs:    2, MaxArgs: 2,
	Examples: []Example{
		{Call: "slope(y, x)", Type: "int64", Values: []string{"1", "2", "7", "3"}, Y: []string{"2", "4", "null", "6"}, Want: "2"},
		{Call: "slope(y, x)", Type: "float64", Values: []string{"0.1", "0.1"}, Y: []string{"1", "2"}, Want: "null"},
	},
	Build: func(args []ir.Expr) (*Parts, *typing.Error) {
		y, x, err := twoNumbers(args)
		if err != nil {
			return nil, err
		}
		var p pairs
		p.of(maxSquared, y, x)
		sx := p.sum(x)
		return p.finish(divide(p.spread(p.cross(x, y), sx, p.sum(y)), p.square(x, sx)))
	},
}
