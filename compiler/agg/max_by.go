package agg

import "github.com/featc-lang/featc/compiler/ir"

var maxByAggregation = &Aggregation{
	Name:       "max_by",
	Signatures: []string{"max_by(category K, x T) map(K, T)?", "max_by(category K, x T, cap int64) map(K, T)?"},
	Doc:        "The largest x per category. " + ofSmallest + "Events where either is null are skipped.",
	Algebra:    ir.Multiset,
	Empty:      "null",
	Section:    Categories,
	State:      bestState,
	SQL:        bestSQL,
	Cost:       "a search among the values, and at a read all of them",
	Peers:      Peers{OpenMLDB: "max_cate"},
	MinArgs:    2, MaxArgs: 3,
	Examples: []Example{
		{Call: "max_by(x % 2, x)", Type: "int64?", Values: []string{"1", "2", "null", "3"}, Want: `"{\"0\":2,\"1\":3}"`},
		{Call: `max_by("a", x, 5)`, Type: "string", Values: []string{"b", "c", "a"}, Want: `"{\"a\":\"c\"}"`},
	},
	Build: bestBy(true),
}
