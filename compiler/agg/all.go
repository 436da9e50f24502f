package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
)

var allAggregation = &Aggregation{
	Name:       "all",
	Signatures: []string{"all(b bool) bool?"},
	Doc:        "Whether b is true in every event where it is not null.",
	Section:    Logic,
	Algebra:    ir.Group,
	Empty:      "null",
	State:      "two counts",
	SQL:        "as count",
	Cost:       "constant",
	Peers:      Peers{},
	MinArgs:    1, MaxArgs: 1,
	Examples: []Example{
		{Call: "all(x)", Type: "bool?", Values: []string{"true", "null", "true"}, Want: "true"},
		{Call: "all(x > 2)", Type: "int64", Values: []string{"1", "3"}, Want: "false"},
	},
	Build: truth(func(yes, n ir.Expr) ir.Expr {
		return typing.Strict(ir.Eq, types.Bool, yes, n)
	}),
}
