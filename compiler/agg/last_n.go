package agg

import (
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/typing"
)

var lastNAggregation = rows("last_n", "newest", ir.CompLastN, Peers{Chronon: "LAST_K", Tecton: "last", Fennel: "LastK"},
	Example{Call: "last_n(x, 2)", Type: "int64?", Values: []string{"1", "2", "null", "3", "null"}, Want: `"[3,2]"`},
)

// rows is the list of the values of the newest or the oldest events.
func rows(name, end string, kind ir.ComponentKind, peers Peers, examples ...Example) *Aggregation {
	return &Aggregation{
		Name:       name,
		Signatures: []string{name + "(x T, n int64) list(T)?"},
		Doc: "The values of the " + end + " n events where x is not null, the " + end + " first. n is a constant from 1 to 1000. " +
			"Ties as in " + strings.TrimSuffix(name, "_n") + ".",
		Algebra: ir.Ordered,
		Empty:   "null",
		Section: Order,
		State:   "over `all` and in tiles, the " + end + " n events",
		SQL:     "range_join: the events that a label sees, numbered from the " + end,
		Cost:    "nothing for a row; a read looks at the " + end + " n",
		Peers:   peers,
		MinArgs: 2, MaxArgs: 2,
		Examples: examples,
		Build: func(args []ir.Expr) (*Parts, *typing.Error) {
			n, err := number(args, 1, 1, maxRows)
			if err != nil {
				return nil, err
			}
			c := ir.Component{Kind: kind, Arg: args[0], N: int(n)}
			return &Parts{Components: []ir.Component{c}, Finish: &ir.CompRef{T: c.Type()}}, nil
		},
	}
}
