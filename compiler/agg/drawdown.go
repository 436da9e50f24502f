package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/runtime/value"
)

var drawdownAggregation = &Aggregation{
	Name:       "drawdown",
	Signatures: []string{"drawdown(x int64) int64?", "drawdown(x decimal(p, s)) decimal(38, s)?", "drawdown(x float64) float64?"},
	Doc: "The largest fall from an x to a later one, 0 where x never falls: the maximum of x1 - x2 over events of which the first is not newer. " +
		"Null where it does not fit the result. Ties as in last. Decimals have at most 37 digits.",
	Algebra: ir.Ordered,
	Empty:   "null",
	Section: Order,
	State:   "the events of the window, in `30d by 1h` too; over `all`, of those before which none can come any more the largest x and the largest fall. With an arrival time and no lateness there are none of those",
	SQL:     "range_join: the events that a label sees, each with the largest x up to it",
	Cost:    "nothing for a row; a read looks at the events of the window, over `all` at those that are not settled",
	MinArgs: 1, MaxArgs: 1,
	Examples: []Example{
		{Call: "drawdown(x)", Type: "int64?", Values: []string{"5", "9", "null", "3", "8", "1", "9"}, Want: "8"},
		{Call: "drawdown(x)", Type: "float64", Values: []string{"1", "2", "2.5"}, Want: "0"},
		{Call: "drawdown(x)", Type: "decimal(4, 2)", Values: []string{"0.50", "0.20", "1.00", "0.90"}, Want: "0.30"},
		{Call: "drawdown(x)", Type: "int64", Values: []string{"9223372036854775807", "-1"}, Want: "null"},
	},
	Build: func(args []ir.Expr) (*Parts, *typing.Error) {
		if err := numeric(args); err != nil {
			return nil, err
		}
		if t := args[0].Type(); t.Kind == value.Decimal && t.Precision == types.MaxPrecision {
			return nil, typing.Unexpected(0, "a decimal of at most 37 digits", t, "")
		}
		var p parts
		fall := p.add(ir.CompDrawdown, args[0])
		if args[0].Type().Kind == value.Int64 {
			fall = typing.Checked(ir.DecToInt, types.Int64, fall)
		}
		return p.finish(fall)
	},
}
