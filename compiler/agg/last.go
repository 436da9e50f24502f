package agg

import "github.com/featc-lang/featc/compiler/ir"

var lastAggregation = &Aggregation{
	Name:       "last",
	Signatures: []string{"last(x T) T?"},
	Doc:        "The value of the newest event where it is not null; among ties that nothing else orders, the largest.",
	Algebra:    ir.Ordered,
	Empty:      "null",
	Section:    Order,
	State:      "nothing beside the window's rows; one row over `all`",
	SQL:        "arg_max by event order over blocks of labels",
	Cost:       "nothing for a row; a read searches from the newest row to the first that counts",
	Peers:      Peers{Chronon: "LAST", Tecton: "last", OpenMLDB: "first_value", Feathr: "LATEST", Fennel: "LastK"},
	MinArgs:    1, MaxArgs: 1,
	Examples: []Example{
		{Call: "last(x)", Type: "int64?", Values: []string{"2", "3", "null"}, Want: "3"},
		{Call: "last(x)", Type: "int64", Want: "null"},
	},
	Build: single(ir.CompLast),
}
