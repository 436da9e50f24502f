package agg

import "github.com/featc-lang/featc/compiler/ir"

var covarSampAggregation = &Aggregation{
	Name:       "covar_samp",
	Alias:      "covar",
	Signatures: []string{"covar_samp(x float64, y float64) float64?"},
	Doc:        "The covariance of a sample, over n - 1. Null below two pairs. Pairs where either is null, or of magnitude 2^31 and above, are skipped.",
	Section:    Moments,
	Algebra:    ir.Group,
	Empty:      "null",
	State:      "a count and 6 exact sums, 40 bytes each",
	SQL:        "as count and sum",
	Cost:       "constant",
	Peers:      Peers{},
	MinArgs:    2, MaxArgs: 2,
	Examples: []Example{
		{Call: "covar_samp(x, y)", Type: "int64", Values: []string{"1", "2", "7", "3"}, Y: []string{"2", "4", "null", "9"}, Want: "3.5"},
		{Call: "covar(x, y)", Type: "int64", Values: []string{"7"}, Y: []string{"5"}, Want: "null"},
	},
	Build: covariance(true),
}
