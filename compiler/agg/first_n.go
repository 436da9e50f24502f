package agg

import "github.com/featc-lang/featc/compiler/ir"

var firstNAggregation = &Aggregation{
	Name:       "first_n",
	Signatures: []string{"first_n(x T, n int64) list(T)?"},
	Doc:        "The values of the oldest n events where x is not null, the oldest first. n is a constant from 1 to 1000. Ties as in first.",
	Algebra:    ir.Ordered,
	Empty:      "null",
	Section:    Order,
	State:      "over `all` and in tiles, the oldest n events",
	SQL:        "range_join: the events that a label sees, numbered from the oldest",
	Cost:       "nothing for a row; a read looks at the oldest n",
	Peers:      Peers{Chronon: "FIRST_K", Tecton: "first", Fennel: "FirstK"},
	MinArgs:    2, MaxArgs: 2,
	Examples: []Example{
		{Call: "first_n(x, 2)", Type: "int64?", Values: []string{"null", "1", "2", "null", "3"}, Want: `"[1,2]"`},
	},
	Build: rows(ir.CompFirstN),
}
