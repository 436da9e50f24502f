package agg

import (
	"math/big"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/runtime/value"
)

// maxBounds is the most bounds of a histogram.
const maxBounds = 100

var histogramAggregation = &Aggregation{
	Name:       "histogram",
	Signatures: []string{"histogram(x float64, bound float64, bound float64, …) list(int64)"},
	Doc: "How many x are below the first bound, how many from it up to, not including, the second, …, and how many from the last bound on: a list with one element more than there are bounds, of zeros over an empty window. Bounds " +
		"are ascending constants, 100 at most. The counts add up to count(x). An int64 is compared with whole bounds as it is, any other number as a float64. By value rather than by bounds: count_by.",
	Algebra: ir.Multiset,
	Empty:   `"[0,0,0]"`,
	Section: Multisets,
	State:   "a count for each bound, and one",
	SQL:     "key_deltas: what comes and goes of each range of values from label to label, spread over the labels in between; then per label over the ranges",
	Cost:    "a search among the bounds, and at a read all of them",
	MinArgs: 2, MaxArgs: maxBounds + 1,
	Examples: []Example{
		{Call: "histogram(x, 0, 10)", Type: "int64?", Values: []string{"0", "3", "null", "10", "99", "100"}, Want: `"[0,2,3]"`},
		{Call: "histogram(x, 0.5)", Type: "decimal(4, 2)", Values: []string{"0.49", "0.50", "-1.00"}, Want: `"[2,1]"`},
	},
	Build: func(args []ir.Expr) (*Parts, *typing.Error) {
		values, err := ascending(args)
		if err != nil {
			return nil, err
		}
		var p parts
		k := p.each(typing.Strict(ir.Bucket, types.Int64, values...), nil)
		k.most = int64(len(values))
		return p.finish(k.reduce(ir.Component{Kind: ir.CompTally, N: len(values)}))
	},
}

// ascending demands a number and constants in ascending order, and brings them to one
// type.
func ascending(args []ir.Expr) ([]ir.Expr, *typing.Error) {
	whole := true
	for i, a := range args {
		if err := numericAt(args, i); err != nil {
			return nil, err
		}
		whole = whole && a.Type().Kind == value.Int64
	}
	out := []ir.Expr{args[0]}
	if !whole {
		out[0] = typing.Canon(typing.ToFloat(args[0]))
	}
	var last *big.Rat
	for i, a := range args[1:] {
		c, ok := a.(*ir.Const)
		if !ok || c.Value.IsNull() {
			return nil, &typing.Error{Arg: i + 1, Message: "a bound is a constant"}
		}
		exact := rational(c)
		if i > 0 && exact.Cmp(last) <= 0 {
			return nil, &typing.Error{Arg: i + 1, Message: "this bound is not above the one before it", Help: "write bounds in ascending order"}
		}
		last = exact
		if !whole {
			f, _ := exact.Float64()
			c = typing.Float(f)
		}
		out = append(out, c)
	}
	return out, nil
}
