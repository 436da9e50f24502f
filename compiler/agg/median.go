package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/typing"
)

var medianAggregation = &Aggregation{
	Name:       "median",
	Signatures: []string{"median(x T) T?"},
	Doc:        "quantile(x, 0.5): of an even number of values, the smaller one in the middle.",
	Algebra:    ir.Multiset,
	Empty:      "null",
	Section:    Multisets,
	State:      "each different value with its count, in order: not bounded over `all`",
	SQL:        "key_deltas: what comes and goes of each value from label to label, spread over the labels in between; then per label over its values",
	Cost:       "a search among the values; a read looks at one block in 256 of them",
	Peers:      Peers{OpenMLDB: "median"},
	MinArgs:    1, MaxArgs: 1,
	Examples: []Example{
		{Call: "median(x)", Type: "int64?", Values: []string{"9", "1", "null", "5"}, Want: "5"},
		{Call: "median(x)", Type: "decimal(4, 2)", Values: []string{"0.30", "0.10"}, Want: "0.10"},
	},
	Build: func(args []ir.Expr) (*Parts, *typing.Error) { return ranked(args[0], ir.RankUnit/2) },
}
