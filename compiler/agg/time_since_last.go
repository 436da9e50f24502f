package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/runtime/value"
)

var timeSinceLastAggregation = &Aggregation{
	Name:       "time_since_last",
	Signatures: []string{"time_since_last(t timestamp) duration?"},
	Doc:        "How long before the instant of the read the newest t is; of the time of events, how long there has been none.",
	Section:    Time,
	Algebra:    ir.Semilattice,
	Empty:      "null",
	State:      "as max",
	SQL:        "as max",
	Cost:       "as max",
	Peers:      Peers{},
	MinArgs:    1, MaxArgs: 1,
	Examples: []Example{
		{Call: "time_since_last(x)", Type: "timestamp?", Values: []string{"2025-01-01T00:00:00Z", "null", "2025-01-01T18:00:00Z", "2025-01-01T20:00:00Z"}, Want: "4h"},
	},
	Build: since(ir.CompMax),
}

// instants demands a timestamp.
func instants(args []ir.Expr) *typing.Error {
	if t := args[0].Type(); t.Kind != value.Timestamp {
		return typing.Unexpected(0, "timestamp", t, "the time of events is the column that `time` names")
	}
	return nil
}

// since builds the duration from an extreme instant to that of the read.
func since(kind ir.ComponentKind) func([]ir.Expr) (*Parts, *typing.Error) {
	return func(args []ir.Expr) (*Parts, *typing.Error) {
		if err := instants(args); err != nil {
			return nil, err
		}
		var p parts
		return p.finish(typing.Strict(ir.SubTime, types.Duration, &ir.NowRef{}, p.add(kind, args[0])))
	}
}
