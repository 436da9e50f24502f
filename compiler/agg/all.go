package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
)

var allAggregation = logic("all", "Whether b is true in every event where it is not null.",
	func(yes, n ir.Expr) ir.Expr {
		return typing.Strict(ir.Eq, types.Bool, yes, n)
	},
	Example{Call: "all(x)", Type: "bool?", Values: []string{"true", "null", "true"}, Want: "true"},
	Example{Call: "all(x > 2)", Type: "int64", Values: []string{"1", "3"}, Want: "false"},
)
