package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/runtime/value"
)

var anyAggregation = logic("any", "Whether b is true in at least one event where it is not null.",
	func(yes, n ir.Expr) ir.Expr {
		return typing.Strict(ir.Gt, types.Bool, yes, typing.Int(0))
	},
	Example{Call: "any(x)", Type: "bool?", Values: []string{"false", "null", "true"}, Want: "true"},
	Example{Call: "any(x > 3)", Type: "int64", Values: []string{"1", "3"}, Want: "false"},
)

// logic is a test of how many values are true, of those that are not null.
func logic(name, doc string, test func(yes, n ir.Expr) ir.Expr, examples ...Example) *Aggregation {
	return &Aggregation{
		Name:       name,
		Signatures: []string{name + "(b bool) bool?"},
		Doc:        doc,
		Section:    Logic,
		Algebra:    ir.Group,
		Empty:      "null",
		State:      "two counts",
		SQL:        "as count",
		Cost:       "constant",
		MinArgs:    1, MaxArgs: 1,
		Examples: examples,
		Build:    truth(test),
	}
}

// truth builds a test of how many of n values are true, null where there are none.
func truth(test func(yes, n ir.Expr) ir.Expr) func([]ir.Expr) (*Parts, *typing.Error) {
	return func(args []ir.Expr) (*Parts, *typing.Error) {
		b := args[0]
		if t := b.Type(); t.Kind != value.Bool {
			return nil, typing.Unexpected(0, "bool", t, "")
		}
		var p parts
		yes := p.count(typing.If(b, typing.Int(1), typing.Nothing(types.Int64)))
		n := p.count(b)
		some := typing.Strict(ir.Gt, types.Bool, n, typing.Int(0))
		return p.finish(typing.If(some, test(yes, n), typing.Nothing(types.Bool)))
	}
}
