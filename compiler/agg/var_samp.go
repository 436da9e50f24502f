package agg

import "github.com/featc-lang/featc/compiler/ir"

var varSampAggregation = &Aggregation{
	Name:       "var_samp",
	Alias:      "var",
	Signatures: []string{"var_samp(x float64) float64?"},
	Doc:        "The variance of a sample, over n - 1. Null below two values. Values of magnitude 2^31 and above are skipped.",
	Algebra:    ir.Group,
	Empty:      "null",
	Section:    Moments,
	State:      "a count and 4 exact sums, 40 bytes each",
	SQL:        "as count and sum",
	Cost:       "constant",
	Peers:      Peers{Tecton: "var_samp", OpenMLDB: "var_samp", Feast: "var"},
	MinArgs:    1, MaxArgs: 1,
	Examples: []Example{
		{Call: "var_samp(x)", Type: "int64?", Values: []string{"2", "null", "4"}, Want: "2"},
		{Call: "var_samp(x)", Type: "int64", Values: []string{"7"}, Want: "null"},
	},
	Build: moment(true, false),
}
