package agg

import "github.com/featc-lang/featc/compiler/ir"

var argMaxAggregation = &Aggregation{
	Name:       "arg_max",
	Signatures: []string{"arg_max(x T, by U) T?"},
	Doc: "The x of the event with the largest by; among several of them, the largest x. " +
		"Events where either is null are skipped.",
	Algebra: ir.Semilattice,
	Empty:   "null",
	Section: Order,
	State:   "a queue of the events that can still become the answer",
	SQL:     "stabbing: pairs of by and x, of which parts can be put together",
	Cost:    "as max: a queue's end, amortised",
	MinArgs: 2, MaxArgs: 2,
	Examples: []Example{
		{Call: "arg_max(x, 0 - x)", Type: "int64?", Values: []string{"2", "null", "7", "3"}, Want: "2"},
		{Call: "arg_max(x, 1)", Type: "int64", Values: []string{"5", "6", "4"}, Want: "6"},
	},
	Build: argExtreme(ir.CompArgMax),
}
