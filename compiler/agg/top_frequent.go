package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
)

var topFrequentAggregation = &Aggregation{
	Name:       "top_frequent",
	Signatures: []string{"top_frequent(x T, n int64) list(T)?"},
	Doc:        "The n most frequent values, the most frequent first; of those that are as frequent, the smallest first. n is a constant from 1 to 1000.",
	Algebra:    ir.Multiset,
	Empty:      "null",
	Section:    Multisets,
	State:      "each different value with its count, in order: not bounded over `all`",
	SQL:        "key_deltas: what comes and goes of each value from label to label, spread over the labels in between; then per label over its values",
	Cost:       "a search among the values, and at a read all of them",
	Peers:      Peers{OpenMLDB: "topn_frequency"},
	MinArgs:    2, MaxArgs: 2,
	Examples: []Example{
		{Call: "top_frequent(x, 2)", Type: "string?", Values: []string{"c", "b", "c", "null", "a", "b", "c"}, Want: `"[\"c\",\"b\"]"`},
		{Call: "top_frequent(x, 2)", Type: "int64", Values: []string{"2", "1", "0"}, Want: `"[0,1]"`},
	},
	Build: func(args []ir.Expr) (*Parts, *typing.Error) {
		if err := counted(args, 0); err != nil {
			return nil, err
		}
		n, err := number(args, 1, 1, maxRows)
		if err != nil {
			return nil, err
		}
		var p parts
		k := p.each(args[0], nil)
		rarity := typing.Strict(ir.NegInt, types.Int64, k.Count)
		return p.finish(k.reduce(ir.Component{Kind: ir.CompList, Arg: k.Key, By: rarity, N: int(n)}))
	},
}
