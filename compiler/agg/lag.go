package agg

import (
	"fmt"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/runtime/value"
)

// maxRows is the most rows that an aggregation may be told to keep.
const maxRows = 1000

// maxKeys is the largest cap of keys.
const maxKeys = 100_000

var lagAggregation = &Aggregation{
	Name:       "lag",
	Signatures: []string{"lag(x T, n int64) T?"},
	Doc: "The x of the event n before the newest one, of those where x is not null; lag(x, 0) is last(x). " +
		"n is a constant from 0 to 1000. Ties as in last.",
	Algebra: ir.Ordered,
	Empty:   "null",
	Section: Order,
	State:   "over `all` and in tiles, the newest n + 1 events",
	SQL:     "range_join: the events that a label sees, numbered from the newest",
	Cost:    "nothing for a row; a read looks at the newest n + 1",
	Peers:   Peers{OpenMLDB: "lag"},
	MinArgs: 2, MaxArgs: 2,
	Examples: []Example{
		{Call: "lag(x, 1)", Type: "int64?", Values: []string{"1", "2", "null", "3", "null"}, Want: "2"},
		{Call: "lag(x, 2)", Type: "int64?", Values: []string{"1", "2", "null"}, Want: "null"},
	},
	Build: func(args []ir.Expr) (*Parts, *typing.Error) {
		n, err := number(args, 1, 0, maxRows)
		if err != nil {
			return nil, err
		}
		c := ir.Component{Kind: ir.CompLag, Arg: args[0], N: int(n)}
		return &Parts{Components: []ir.Component{c}, Finish: &ir.CompRef{T: c.Type()}}, nil
	},
}

// number reads an argument that is a constant whole number from least to most.
func number(args []ir.Expr, i int, least, most int64) (int64, *typing.Error) {
	c, ok := args[i].(*ir.Const)
	if !ok || c.T.Kind != value.Int64 || c.Value.IsNull() || c.Value.I < least || c.Value.I > most {
		return 0, &typing.Error{Arg: i, Message: fmt.Sprintf("expected a constant whole number from %d to %d", least, most)}
	}
	return c.Value.I, nil
}
