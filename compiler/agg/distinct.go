package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/typing"
)

var distinctAggregation = &Aggregation{
	Name:       "distinct",
	Signatures: []string{"distinct(x T) list(T)?", "distinct(x T, cap int64) list(T)?"},
	Doc:        "The different values, ascending. With a cap, a constant from 1 to 100000, the smallest of them.",
	Algebra:    ir.Multiset,
	Empty:      "null",
	Section:    Multisets,
	State:      "each different value with its count, in order: not bounded over `all`, unless by a cap",
	SQL:        "key_deltas: what comes and goes of each value from label to label, spread over the labels in between; then per label over its values",
	Cost:       "a search among the values, and at a read all of them",
	Peers:      Peers{Fennel: "Distinct"},
	MinArgs:    1, MaxArgs: 2,
	Examples: []Example{
		{Call: "distinct(x)", Type: "int64?", Values: []string{"3", "1", "null", "3"}, Want: `"[1,3]"`},
		{Call: "distinct(x, 1)", Type: "string", Values: []string{"b", "a"}, Want: `"[\"a\"]"`},
	},
	Build: func(args []ir.Expr) (*Parts, *typing.Error) {
		var p parts
		k, err := p.eachOf(args, 0, nil, 1)
		if err != nil {
			return nil, err
		}
		return p.finish(k.reduce(ir.Component{Kind: ir.CompList, Arg: k.Key}))
	},
}
