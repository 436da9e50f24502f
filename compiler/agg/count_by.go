package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/typing"
)

var countByAggregation = &Aggregation{
	Name:       "count_by",
	Signatures: []string{"count_by(category K) map(K, int64)?", "count_by(category K, cap int64) map(K, int64)?"},
	Doc:        "How many events each category has. With a cap, a constant from 1 to 100000, of the smallest categories only.",
	Algebra:    ir.Multiset,
	Empty:      "null",
	Section:    Categories,
	State:      "each category with its count, in order: not bounded over `all`, unless by a cap",
	SQL:        "key_deltas: what comes and goes of each value from label to label, spread over the labels in between; then per label over its values",
	Cost:       "a search among the categories, and at a read all of them",
	Peers:      Peers{OpenMLDB: "count_cate", Chronon: "HISTOGRAM"},
	MinArgs:    1, MaxArgs: 2,
	Examples: []Example{
		{Call: "count_by(x)", Type: "string?", Values: []string{"b", "a", "null", "b"}, Want: `"{\"a\":1,\"b\":2}"`},
		{Call: "count_by(x, 1)", Type: "int64", Values: []string{"2", "1", "2"}, Want: `"{\"1\":1}"`},
	},
	Build: func(args []ir.Expr) (*Parts, *typing.Error) {
		var p parts
		k, err := p.categories(args, nil, 1)
		if err != nil {
			return nil, err
		}
		return p.finish(k.reduce(ir.Component{Kind: ir.CompMap, Arg: k.Count}))
	},
}
