package agg

import "github.com/featc-lang/featc/compiler/ir"

var minByAggregation = &Aggregation{
	Name:       "min_by",
	Signatures: []string{"min_by(category K, x T) map(K, T)?", "min_by(category K, x T, cap int64) map(K, T)?"},
	Doc:        "The smallest x per category. " + ofSmallest + "Events where either is null are skipped.",
	Algebra:    ir.Multiset,
	Empty:      "null",
	Section:    Categories,
	State:      bestState,
	SQL:        bestSQL,
	Cost:       "a search among the values, and at a read all of them",
	Peers:      Peers{OpenMLDB: "min_cate"},
	MinArgs:    2, MaxArgs: 3,
	Examples: []Example{
		{Call: "min_by(x % 2, x)", Type: "int64?", Values: []string{"1", "2", "null", "3"}, Want: `"{\"0\":2,\"1\":1}"`},
		{Call: "min_by(x % 3, x, 2)", Type: "int64", Values: []string{"8", "4", "6", "3"}, Want: `"{\"0\":3,\"1\":4}"`},
	},
	Build: bestBy(false),
}
