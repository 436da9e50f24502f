package agg

import "github.com/featc-lang/featc/compiler/ir"

var countDistinctAggregation = &Aggregation{
	Name:       "count_distinct",
	Signatures: []string{"count_distinct(x) int64"},
	Doc:        "How many different values there are, exactly.",
	Algebra:    ir.Multiset,
	Empty:      "0",
	Section:    Multisets,
	State:      "each different value with its count: not bounded over `all`",
	SQL:        "islands: the ranges in which a value is seen, counted by label deltas",
	Cost:       "a map access",
	Peers:      Peers{Chronon: "UNIQUE_COUNT", OpenMLDB: "distinct_count", Feast: "count_distinct"},
	MinArgs:    1, MaxArgs: 1,
	Examples: []Example{
		{Call: "count_distinct(x)", Type: "string?", Values: []string{"a", "b", "a", "null"}, Want: "2"},
		{Call: "count_distinct(x)", Type: "string?", Want: "0"},
	},
	Build: single(ir.CompDistinct),
}
