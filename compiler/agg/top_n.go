package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/typing"
)

var topNAggregation = extremes("top_n", "largest", true, Peers{Chronon: "TOP_K", OpenMLDB: "top"},
	Example{Call: "top_n(x, 3)", Type: "int64?", Values: []string{"2", "7", "null", "7", "-1", "3"}, Want: `"[7,7,3]"`},
	Example{Call: "top_n(x, 3)", Type: "string", Values: []string{"a", "b"}, Want: `"[\"b\",\"a\"]"`},
)

// extremes is the list of the largest or smallest values.
func extremes(name, which string, largest bool, peers Peers, examples ...Example) *Aggregation {
	return &Aggregation{
		Name:       name,
		Signatures: []string{name + "(x T, n int64) list(T)?"},
		Doc: "The n " + which + " values, the " + which + " first; a value that comes more than once is listed as often. " +
			"n is a constant from 1 to 1000.",
		Algebra: ir.Multiset,
		Empty:   "null",
		Section: Multisets,
		State:   "each different value with its count, in order; over `all`, of what has left the log the n " + which,
		SQL:     "key_deltas: what comes and goes of each value from label to label, spread over the labels in between; then per label over its values",
		Cost:    "a search among the values; a read looks at n of them",
		Peers:   peers,
		MinArgs: 2, MaxArgs: 2,
		Examples: examples,
		Build: func(args []ir.Expr) (*Parts, *typing.Error) {
			if t := args[0].Type(); !t.IsOrdered() {
				return nil, typing.Unexpected(0, "a type with an order", t, "")
			}
			n, err := number(args, 1, 1, maxRows)
			if err != nil {
				return nil, err
			}
			var p parts
			k := p.each(args[0], nil)
			k.desc, k.cap = largest, int(n) // n values are of n different ones at most
			return p.finish(k.reduce(ir.Component{Kind: ir.CompList, Arg: k.Key, N: int(n)}))
		},
	}
}
