package agg

import "github.com/featc-lang/featc/compiler/ir"

var firstAggregation = &Aggregation{
	Name:       "first",
	Signatures: []string{"first(x T) T?"},
	Doc:        "The value of the oldest event where it is not null; among ties that nothing else orders, the smallest.",
	Algebra:    ir.Ordered,
	Empty:      "null",
	Section:    Order,
	State:      "nothing beside the window's rows; one row over `all`",
	SQL:        "arg_min by event order over blocks of labels",
	Cost:       "nothing for a row; a read searches from the oldest row to the first that counts",
	Peers:      Peers{Chronon: "FIRST", Tecton: "first", Fennel: "FirstK"},
	MinArgs:    1, MaxArgs: 1,
	Examples: []Example{
		{Call: "first(x)", Type: "int64?", Values: []string{"null", "2", "3"}, Want: "2"},
		{Call: "first(x)", Type: "int64", Want: "null"},
	},
	Build: single(ir.CompFirst),
}
