package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
)

var entropyAggregation = &Aggregation{
	Name:       "entropy",
	Signatures: []string{"entropy(x T) float64?"},
	Doc: "Shannon's entropy of the distribution of values, in nats: ln n - (the sum of c * ln c) / n, of n events and the count c of each value. " +
		"0 where all are the same. ln is the language's own, and the sum exact in units of 2^-60.",
	Algebra: ir.Multiset,
	Empty:   "null",
	Section: Multisets,
	State:   "each different value with its count, in order: not bounded over `all`",
	SQL:     "key_deltas: what comes and goes of each value from label to label, spread over the labels in between; then per label over its values",
	Cost:    "a search among the values, and at a read all of them",
	Peers:   Peers{OpenMLDB: "entropy"},
	MinArgs: 1, MaxArgs: 1,
	Examples: []Example{
		{Call: "entropy(x)", Type: "string?", Values: []string{"a", "b", "null"}, Want: "0.6931471805599453"},
		{Call: "entropy(x)", Type: "int64", Values: []string{"3", "3", "3"}, Want: "0"},
	},
	Build: func(args []ir.Expr) (*Parts, *typing.Error) {
		var p parts
		k := p.each(args[0], nil)
		ln := func(x ir.Expr) ir.Expr { return typing.Checked(ir.LnFloat, types.Float64, x) }
		c := typing.ToFloat(k.Count)
		weighed := k.reduce(ir.Component{Kind: ir.CompSum, Arg: typing.Checked(ir.MulFloat, types.Float64, c, ln(c))})
		different := k.reduce(ir.Component{Kind: ir.CompCount})
		n := typing.ToFloat(p.count(args[0]))
		spread := typing.Checked(ir.SubFloat, types.Float64, ln(n), divide(weighed, n))
		alike := typing.Strict(ir.Eq, types.Bool, different, typing.Int(1))
		return p.finish(typing.If(alike, typing.Float(0), typing.Strict(ir.Greatest, types.Float64, typing.Float(0), spread)))
	},
}
