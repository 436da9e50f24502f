package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
)

var sumByAggregation = &Aggregation{
	Name:       "sum_by",
	Signatures: []string{"sum_by(category K, x T) map(K, U)?", "sum_by(category K, x T, cap int64) map(K, U)?"},
	Doc:        "The exact sum of x per category, as sum has it. " + ofSmallest + "Events where either is null are skipped.",
	Algebra:    ir.Multiset,
	Empty:      "null",
	Section:    Categories,
	State:      sumState,
	SQL:        sumSQL,
	Cost:       "a search among the categories, and at a read all of them",
	Peers:      Peers{OpenMLDB: "sum_cate"},
	MinArgs:    2, MaxArgs: 3,
	Examples: []Example{
		{Call: "sum_by(x % 2, x)", Type: "int64?", Values: []string{"1", "2", "null", "3"}, Want: `"{\"0\":2,\"1\":4}"`},
	},
	Build: summed(func(k *keys) ir.Expr { return k.Sum }),
}
