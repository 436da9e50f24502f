package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/typing"
)

var countAggregation = &Aggregation{
	Name:       "count",
	Signatures: []string{"count() int64", "count(x) int64"},
	Doc:        "How many events there are; with an argument, how many where it is not null.",
	Algebra:    ir.Group,
	Empty:      "0",
	Section:    Basic,
	State:      "8 bytes",
	SQL:        "a running count, or one by label deltas",
	Cost:       "constant",
	Peers:      Peers{Chronon: "COUNT", Tecton: "count", OpenMLDB: "count", Feast: "count", Feathr: "COUNT", Fennel: "Count"},
	MinArgs:    0, MaxArgs: 1,
	Examples: []Example{
		{Call: "count()", Type: "int64?", Values: []string{"1", "null", "3"}, Want: "3"},
		{Call: "count(x)", Type: "int64?", Values: []string{"1", "null", "3"}, Want: "2"},
		{Call: "count()", Type: "int64?", Want: "0"},
	},
	Build: func(args []ir.Expr) (*Parts, *typing.Error) {
		var p parts
		if len(args) == 0 {
			return p.finish(p.add(ir.CompCount, nil))
		}
		return p.finish(p.count(args[0]))
	},
}
