package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/typing"
)

var top1RatioAggregation = &Aggregation{
	Name:       "top1_ratio",
	Signatures: []string{"top1_ratio(x T) float64?"},
	Doc:        "The share of events that have the most frequent value, of those where x is not null.",
	Algebra:    ir.Multiset,
	Empty:      "null",
	Section:    Multisets,
	State:      "each different value with its count, in order: not bounded over `all`",
	SQL:        "key_deltas: what comes and goes of each value from label to label, spread over the labels in between; then per label over its values",
	Cost:       "a search among the values, and at a read all of them",
	Peers:      Peers{OpenMLDB: "top1_ratio"},
	MinArgs:    1, MaxArgs: 1,
	Examples: []Example{
		{Call: "top1_ratio(x)", Type: "string?", Values: []string{"b", "a", "b", "null", "b"}, Want: "0.75"},
		{Call: "top1_ratio(x)", Type: "int64", Values: []string{"1", "2"}, Want: "0.5"},
	},
	Build: func(args []ir.Expr) (*Parts, *typing.Error) {
		if err := counted(args, 0); err != nil {
			return nil, err
		}
		var p parts
		k := p.each(args[0], nil)
		most := k.reduce(ir.Component{Kind: ir.CompMax, Arg: k.Count})
		return p.finish(divide(typing.ToFloat(most), typing.ToFloat(p.count(args[0]))))
	},
}
