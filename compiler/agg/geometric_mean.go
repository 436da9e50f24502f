package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
)

var geometricMeanAggregation = &Aggregation{
	Name:       "geometric_mean",
	Signatures: []string{"geometric_mean(x float64) float64?"},
	Doc:        "exp of the mean of ln x. Values of 0 and below, which have no logarithm, are skipped.",
	Section:    Moments,
	Algebra:    ir.Group,
	Empty:      "null",
	State:      "a count and a sum",
	SQL:        "as count and sum",
	Cost:       "constant",
	MinArgs:    1, MaxArgs: 1,
	Examples: []Example{
		{Call: "geometric_mean(x)", Type: "int64?", Values: []string{"1", "null", "1"}, Want: "1"},
		{Call: "geometric_mean(x)", Type: "float64", Values: []string{"-2", "0"}, Want: "null"},
	},
	Build: func(args []ir.Expr) (*Parts, *typing.Error) {
		if err := numeric(args); err != nil {
			return nil, err
		}
		var p parts
		ln := typing.Checked(ir.LnFloat, types.Float64, typing.ToFloat(args[0]))
		mean := divide(p.add(ir.CompSum, ln), typing.ToFloat(p.count(ln)))
		return p.finish(typing.Checked(ir.ExpFloat, types.Float64, mean))
	},
}
