package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
)

// sampled is how many events an approximate top_frequent looks at.
const sampled = 1024

var approxTopFrequentAggregation = &Aggregation{
	Name:       "approx_top_frequent",
	Signatures: []string{"approx_top_frequent(x T, n int64) list(T)?"},
	Doc: "About top_frequent(x, n): the n most frequent values in a sample of 1024 events, those with the smallest hash64 of time, sequence, unique id and x (bottom-k sampling, Cohen and Kaplan 2007). " +
		"Exact up to 1024 events; events that agree in all of these are sampled together. A share in the sample is within 0.05 of the true one in 98.8 % of cases (Hoeffding: 2 exp(-2 * 1024 * 0.05^2)), " +
		"so that values whose shares differ by 0.1 come in the right order; in 2,000 lists of 5000 events, ten million in all, a share was 0.028 smaller than the one that belonged in its place, at worst (internal/sketch). x is a string, int64, bool, decimal, date or timestamp. n is a constant from 1 to 1000.",
	Algebra: ir.Multiset,
	Class:   ir.Sketch,
	Empty:   "null",
	Section: Sketches,
	State:   "each event of the window with its hash; of what has left the log and in tiles, the 1024 with the smallest hashes",
	SQL:     "key_deltas: which labels see each event; then per label over the sample",
	Cost:    "an MD5 and a search among the events; a read looks at 1024 of them",
	Peers:   Peers{Chronon: "APPROX_FREQUENT_K"},
	MinArgs: 2, MaxArgs: 2,
	Examples: []Example{
		{Call: "approx_top_frequent(x, 2)", Type: "string?", Values: []string{"c", "b", "c", "null", "a", "b", "c"}, Want: `"[\"c\",\"b\"]"`},
		{Call: "approx_top_frequent(x, 2)", Type: "int64", Values: []string{"2", "1", "0"}, Want: `"[0,1]"`},
	},
	BuildIn: func(args []ir.Expr, in Place) (*Parts, *typing.Error) {
		text, err := hashed(args[0])
		if err != nil {
			return nil, err
		}
		n, err := number(args, 1, 1, maxRows)
		if err != nil {
			return nil, err
		}
		var p parts
		k := p.each(identity(in, text), nil)
		k.cap = sampled
		return p.finish(k.frequent(args[0], int(n)))
	},
}

// identity is a hash of what tells an event from others.
func identity(in Place, text ir.Expr) ir.Expr {
	with := []ir.Expr{typing.Strict(ir.IntToText, types.String, micros(in.Time))}
	for _, column := range in.Order {
		if of, err := hashed(column); err == nil {
			known := typing.Strict(ir.Coalesce, types.String, of, typing.String(""))
			known.T = types.String // never null
			with = append(with, typing.String(" "), known)
		}
	}
	return typing.Strict(ir.Hash64, types.Int64, typing.Strict(ir.Concat, types.String, append(with, typing.String(" "), text)...))
}

// frequent adds the list of the n values of x that come most often among the keys.
func (k *keys) frequent(x ir.Expr, n int) ir.Expr {
	best := &ir.EachRef{Part: ir.EachBest, T: x.Type().NotNull()}
	return k.with(x, &ir.Each{Key: k.key, Outer: ir.Component{Kind: ir.CompFrequent, Arg: best, N: n}})
}
