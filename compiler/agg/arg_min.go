package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/typing"
)

var argMinAggregation = &Aggregation{
	Name:       "arg_min",
	Signatures: []string{"arg_min(x T, by U) T?"},
	Doc: "The x of the event with the smallest by; among several of them, the smallest x. " +
		"Events where either is null are skipped.",
	Algebra: ir.Semilattice,
	Empty:   "null",
	Section: Order,
	State:   "a queue of the events that can still become the answer",
	SQL:     "stabbing: pairs of by and x, of which parts can be put together",
	Cost:    "as min: a queue's end, amortised",
	MinArgs: 2, MaxArgs: 2,
	Examples: []Example{
		{Call: "arg_min(x, 0 - x)", Type: "int64?", Values: []string{"2", "null", "7", "3"}, Want: "7"},
		{Call: "arg_min(x, 1)", Type: "int64", Values: []string{"5", "4", "6"}, Want: "4"},
	},
	Build: argExtreme(ir.CompArgMin),
}

// argExtreme builds arg_min and arg_max.
func argExtreme(kind ir.ComponentKind) func([]ir.Expr) (*Parts, *typing.Error) {
	return func(args []ir.Expr) (*Parts, *typing.Error) {
		for i, a := range args {
			if t := a.Type(); !t.IsOrdered() {
				return nil, typing.Unexpected(i, "a type with an order", t, "")
			}
		}
		c := ir.Component{Kind: kind, Arg: args[0], By: args[1]}
		return &Parts{Components: []ir.Component{c}, Finish: &ir.CompRef{T: c.Type()}}, nil
	}
}
