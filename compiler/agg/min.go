package agg

import "github.com/featc-lang/featc/compiler/ir"

var minAggregation = &Aggregation{
	Name:       "min",
	Signatures: []string{"min(x T) T?"},
	Doc:        "The smallest value. Strings and bytes compare bytewise.",
	Algebra:    ir.Semilattice,
	Empty:      "null",
	MinArgs:    1, MaxArgs: 1,
	Examples: []Example{
		{Call: "min(x)", Type: "int64?", Values: []string{"2", "null", "-3"}, Want: "-3"},
		{Call: "min(x)", Type: "string", Values: []string{"b", "a"}, Want: `"a"`},
		{Call: "min(x)", Type: "int64", Want: "null"},
	},
	Build: ordered(ir.CompMin),
}
