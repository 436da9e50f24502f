package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/typing"
)

var sumByAggregation = &Aggregation{
	Name:       "sum_by",
	Signatures: []string{"sum_by(category K, x T) map(K, U)?", "sum_by(category K, x T, cap int64) map(K, U)?"},
	Doc:        "The exact sum of x per category, as sum has it. With a cap, a constant from 1 to 100000, of the smallest categories only. Events where either is null are skipped.",
	Algebra:    ir.Multiset,
	Empty:      "null",
	Section:    Categories,
	State:      "each category with its count and sum, in order: not bounded over `all`, unless by a cap",
	SQL:        "key_deltas: what comes and goes of each value from label to label, spread over the labels in between; then per label over its values",
	Cost:       "a search among the categories, and at a read all of them",
	Peers:      Peers{OpenMLDB: "sum_cate"},
	MinArgs:    2, MaxArgs: 3,
	Examples: []Example{
		{Call: "sum_by(x % 2, x)", Type: "int64?", Values: []string{"1", "2", "null", "3"}, Want: `"{\"0\":2,\"1\":4}"`},
	},
	Build: func(args []ir.Expr) (*Parts, *typing.Error) {
		var p parts
		k, err := p.categories(args, args[1], 2)
		if err != nil {
			return nil, err
		}
		return p.finish(k.reduce(ir.Component{Kind: ir.CompMap, Arg: k.Sum}))
	},
}
