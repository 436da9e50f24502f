package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/runtime/value"
)

var sumAggregation = &Aggregation{
	Name:       "sum",
	Signatures: []string{"sum(x int64) int64?", "sum(x decimal(p, s)) decimal(38, s)?", "sum(x float64) float64?"},
	Doc:        "The exact sum, whatever the order of events. Null where it does not fit the result.",
	Algebra:    ir.Group,
	Empty:      "null",
	Section:    Basic,
	State:      "16 bytes of an exact integer, 24 for decimals",
	SQL:        "running sums of exact integers, floats as two of them",
	Cost:       "constant",
	Peers:      Peers{Chronon: "SUM", Tecton: "sum", OpenMLDB: "sum", Feast: "sum", Feathr: "SUM", Fennel: "Sum"},
	MinArgs:    1, MaxArgs: 1,
	Examples: []Example{
		{Call: "sum(x)", Type: "int64?", Values: []string{"1", "null", "3"}, Want: "4"},
		{Call: "sum(x)", Type: "decimal(4, 2)", Values: []string{"0.10", "0.20"}, Want: "0.30"},
		{Call: "sum(x)", Type: "float64", Values: []string{"0.1", "0.2", "0.3"}, Want: "0.6"},
		{Call: "sum(x)", Type: "int64", Values: []string{"9223372036854775807", "1"}, Want: "null"},
		{Call: "sum(x)", Type: "int64", Want: "null"},
	},
	Build: func(args []ir.Expr) (*Parts, *typing.Error) {
		if err := numeric(args); err != nil {
			return nil, err
		}
		var p parts
		total := p.add(ir.CompSum, args[0])
		if args[0].Type().Kind == value.Int64 {
			total = typing.Checked(ir.DecToInt, types.Int64, total)
		}
		return p.finish(total)
	},
}
