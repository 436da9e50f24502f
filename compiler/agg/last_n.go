package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/typing"
)

var lastNAggregation = &Aggregation{
	Name:       "last_n",
	Signatures: []string{"last_n(x T, n int64) list(T)?"},
	Doc:        "The values of the newest n events where x is not null, the newest first. n is a constant from 1 to 1000. Ties as in last.",
	Algebra:    ir.Ordered,
	Empty:      "null",
	Section:    Order,
	State:      "over `all` and in tiles, the newest n events",
	SQL:        "range_join: the events that a label sees, numbered from the newest",
	Cost:       "nothing for a row; a read looks at the newest n",
	Peers:      Peers{Chronon: "LAST_K", Tecton: "last", Fennel: "LastK"},
	MinArgs:    2, MaxArgs: 2,
	Examples: []Example{
		{Call: "last_n(x, 2)", Type: "int64?", Values: []string{"1", "2", "null", "3", "null"}, Want: `"[3,2]"`},
	},
	Build: rows(ir.CompLastN),
}

// rows builds the list of the values of some events at an end of the window.
func rows(kind ir.ComponentKind) func([]ir.Expr) (*Parts, *typing.Error) {
	return func(args []ir.Expr) (*Parts, *typing.Error) {
		n, err := number(args, 1, 1, maxRows)
		if err != nil {
			return nil, err
		}
		c := ir.Component{Kind: kind, Arg: args[0], N: int(n)}
		return &Parts{Components: []ir.Component{c}, Finish: &ir.CompRef{T: c.Type()}}, nil
	}
}
