package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/typing"
)

var countDistinctAggregation = &Aggregation{
	Name:       "count_distinct",
	Signatures: []string{"count_distinct(x) int64", "count_distinct(x, cap int64) int64"},
	Doc:        "How many different values there are, exactly. With a cap, a constant from 1 to 100000, it counts no further, and keeps no more values for good.",
	Algebra:    ir.Multiset,
	Empty:      "0",
	Section:    Multisets,
	State:      "each different value with its count: not bounded over `all`, unless by a cap",
	SQL:        "islands: the ranges in which a value is seen, counted by label deltas",
	Cost:       "a map access",
	Peers:      Peers{Chronon: "UNIQUE_COUNT", OpenMLDB: "distinct_count", Feast: "count_distinct", Fennel: "Count(unique=True)"},
	MinArgs:    1, MaxArgs: 2,
	Examples: []Example{
		{Call: "count_distinct(x)", Type: "string?", Values: []string{"a", "b", "a", "null"}, Want: "2"},
		{Call: "count_distinct(x, 2)", Type: "int64", Values: []string{"1", "2", "3", "4"}, Want: "2"},
		{Call: "count_distinct(x)", Type: "string?", Want: "0"},
	},
	Build: func(args []ir.Expr) (*Parts, *typing.Error) {
		if len(args) == 1 {
			return single(ir.CompDistinct)(args)
		}
		n, err := number(args, 1, 1, maxKeys)
		if err != nil {
			return nil, err
		}
		var p parts
		k := p.each(args[0], nil)
		k.cap = int(n)
		return p.finish(k.reduce(ir.Component{Kind: ir.CompCount}))
	},
}
