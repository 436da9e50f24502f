package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
)

var meanGapAggregation = &Aggregation{
	Name:       "mean_gap",
	Signatures: []string{"mean_gap(t timestamp) duration?"},
	Doc:        "The mean time between neighbours: from the oldest t to the newest, over one less than there are, truncated to microseconds. Null below two.",
	Section:    Time,
	Algebra:    ir.Semilattice,
	Empty:      "null",
	State:      "as min and max, and a count",
	SQL:        "as min, max and count",
	Cost:       "as min and max",
	Peers:      Peers{},
	MinArgs:    1, MaxArgs: 1,
	Examples: []Example{
		{Call: "mean_gap(x)", Type: "timestamp?", Values: []string{"2025-01-01T00:00:00Z", "null", "2025-01-01T18:00:00Z", "2025-01-01T20:00:00Z"}, Want: "10h"},
		{Call: "mean_gap(x)", Type: "timestamp", Values: []string{"2025-01-01T00:00:00Z"}, Want: "null"},
	},
	Build: func(args []ir.Expr) (*Parts, *typing.Error) {
		if err := instants(args); err != nil {
			return nil, err
		}
		var p parts
		first, last, n := p.add(ir.CompMin, args[0]), p.add(ir.CompMax, args[0]), p.count(args[0])
		span := typing.Strict(ir.DurToInt, types.Int64, typing.Strict(ir.SubTime, types.Duration, last, first))
		gaps := typing.Checked(ir.SubInt, types.Int64, n, typing.Int(1))
		return p.finish(typing.Strict(ir.IntToDur, types.Duration, typing.Checked(ir.DivInt, types.Int64, span, gaps)))
	},
}
