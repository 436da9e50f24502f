package agg

import (
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/typing"
)

var argMinAggregation = argExtreme("arg_min", "smallest", ir.CompArgMin,
	Example{Call: "arg_min(x, 0 - x)", Type: "int64?", Values: []string{"2", "null", "7", "3"}, Want: "7"},
	Example{Call: "arg_min(x, 1)", Type: "int64", Values: []string{"5", "4", "6"}, Want: "4"},
)

// argExtreme is arg_min or arg_max: the x of the event with the smallest or largest by.
func argExtreme(name, which string, kind ir.ComponentKind, examples ...Example) *Aggregation {
	return &Aggregation{
		Name:       name,
		Signatures: []string{name + "(x T, by U) T?"},
		Doc: "The x of the event with the " + which + " by; among several of them, the " + which + " x. " +
			"Events where either is null are skipped.",
		Algebra: ir.Semilattice,
		Empty:   "null",
		Section: Order,
		State:   "a queue of the events that can still become the answer",
		SQL:     "stabbing: pairs of by and x, of which parts can be put together",
		Cost:    "as " + strings.TrimPrefix(name, "arg_") + ": a queue's end, amortised",
		MinArgs: 2, MaxArgs: 2,
		Examples: examples,
		Build: func(args []ir.Expr) (*Parts, *typing.Error) {
			for i, a := range args {
				if t := a.Type(); !t.IsOrdered() {
					return nil, typing.Unexpected(i, "a type with an order", t, "")
				}
			}
			c := ir.Component{Kind: kind, Arg: args[0], By: args[1]}
			return &Parts{Components: []ir.Component{c}, Finish: &ir.CompRef{T: c.Type()}}, nil
		},
	}
}
