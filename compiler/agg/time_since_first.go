package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
)

var timeSinceFirstAggregation = &Aggregation{
	Name:       "time_since_first",
	Signatures: []string{"time_since_first(t timestamp) duration?"},
	Doc:        "How long before the instant of the read the oldest t is.",
	Section:    Time,
	Algebra:    ir.Semilattice,
	Empty:      "null",
	State:      "as min",
	SQL:        "as min",
	Cost:       "as min",
	Peers:      Peers{},
	MinArgs:    1, MaxArgs: 1,
	Examples: []Example{
		{Call: "time_since_first(x)", Type: "timestamp?", Values: []string{"2025-01-01T00:00:00Z", "null", "2025-01-01T18:00:00Z", "2025-01-01T20:00:00Z"}, Want: "1d"},
	},
	Build: since(ir.CompMin),
}
