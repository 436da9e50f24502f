package agg

import "github.com/featc-lang/featc/compiler/ir"

var bottomNAggregation = &Aggregation{
	Name:       "bottom_n",
	Signatures: []string{"bottom_n(x T, n int64) list(T)?"},
	Doc: "The n smallest values, the smallest first; a value that comes more than once is listed as often. " +
		"n is a constant from 1 to 1000.",
	Algebra: ir.Multiset,
	Empty:   "null",
	Section: Multisets,
	State:   "each different value with its count, in order; over `all`, of what has left the log the n smallest",
	SQL:     "key_deltas: what comes and goes of each value from label to label, spread over the labels in between; then per label over its values",
	Cost:    "a search among the values; a read looks at n of them",
	Peers:   Peers{Chronon: "BOTTOM_K"},
	MinArgs: 2, MaxArgs: 2,
	Examples: []Example{
		{Call: "bottom_n(x, 3)", Type: "int64?", Values: []string{"2", "7", "null", "7", "-1", "3"}, Want: `"[-1,2,3]"`},
		{Call: "bottom_n(x, 2)", Type: "decimal(4, 2)", Values: []string{"0.10", "0.30", "0.10"}, Want: `"[0.10,0.10]"`},
	},
	Build: extremes(false),
}
