package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/typing"
)

var meanByAggregation = &Aggregation{
	Name:       "mean_by",
	Signatures: []string{"mean_by(category K, x T) map(K, U)?", "mean_by(category K, x T, cap int64) map(K, U)?"},
	Doc:        "The mean of x per category, as mean has it. " + ofSmallest + "Events where either is null are skipped.",
	Algebra:    ir.Multiset,
	Empty:      "null",
	Section:    Categories,
	State:      sumState,
	SQL:        sumSQL,
	Cost:       "a search among the categories, and at a read all of them",
	Peers:      Peers{OpenMLDB: "avg_cate"},
	MinArgs:    2, MaxArgs: 3,
	Examples: []Example{
		{Call: "mean_by(x % 2, x)", Type: "int64?", Values: []string{"1", "2", "null", "4"}, Want: `"{\"0\":3,\"1\":1}"`},
	},
	Build: summed(func(k *keys) ir.Expr {
		return divide(typing.ToFloat(k.Sum), typing.ToFloat(k.Count))
	}),
}
