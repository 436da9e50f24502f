package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
)

var modeAggregation = &Aggregation{
	Name:       "mode",
	Signatures: []string{"mode(x T) T?"},
	Doc:        "The most frequent value; among several, the smallest.",
	Algebra:    ir.Multiset,
	Empty:      "null",
	Section:    Multisets,
	State:      "each different value with its count, in order: not bounded over `all`",
	SQL:        "key_deltas: what comes and goes of each value from label to label, spread over the labels in between; then per label over its values",
	Cost:       "a search among the values, and at a read all of them",
	MinArgs:    1, MaxArgs: 1,
	Examples: []Example{
		{Call: "mode(x)", Type: "string?", Values: []string{"b", "a", "b", "null", "null", "null"}, Want: `"b"`},
		{Call: "mode(x)", Type: "int64", Values: []string{"2", "1", "1", "2", "0"}, Want: "1"},
	},
	Build: func(args []ir.Expr) (*Parts, *typing.Error) {
		var p parts
		k := p.each(args[0], nil)
		rarity := typing.Strict(ir.NegInt, types.Int64, k.Count)
		return p.finish(k.reduce(ir.Component{Kind: ir.CompArgMin, Arg: k.Key, By: rarity}))
	},
}
