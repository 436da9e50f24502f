package agg

import "github.com/featc-lang/featc/compiler/ir"

var varPopAggregation = &Aggregation{
	Name:       "var_pop",
	Signatures: []string{"var_pop(x float64) float64?"},
	Doc:        "The variance of a population. Null for an empty window. Values of magnitude 2^31 and above are skipped.",
	Algebra:    ir.Group,
	Empty:      "null",
	Section:    Moments,
	State:      "a count and 4 exact sums, 40 bytes each",
	SQL:        "as count and sum",
	Cost:       "constant",
	Peers:      Peers{Chronon: "VARIANCE", Tecton: "var_pop", OpenMLDB: "var_pop"},
	MinArgs:    1, MaxArgs: 1,
	Examples: []Example{
		{Call: "var_pop(x)", Type: "int64?", Values: []string{"2", "null", "4"}, Want: "1"},
		{Call: "var_pop(x)", Type: "int64", Values: []string{"7"}, Want: "0"},
	},
	Build: moment(false, false),
}
