package agg

import "github.com/featc-lang/featc/compiler/ir"

var skewnessAggregation = &Aggregation{
	Name:       "skewness",
	Signatures: []string{"skewness(x float64) float64?"},
	Doc:        "The third standardised moment of the population, m3 / m2^1.5: 0 for what is symmetric. Null where all values are the same. Values of magnitude 2^24 and above are skipped.",
	Section:    Moments,
	Algebra:    ir.Group,
	Empty:      "null",
	State:      "a count and 8 exact sums, 40 bytes each",
	SQL:        "as count and sum",
	Cost:       "constant",
	Peers:      Peers{Chronon: "SKEW"},
	MinArgs:    1, MaxArgs: 1,
	Examples: []Example{
		{Call: "skewness(x)", Type: "int64?", Values: []string{"1", "null", "2", "3"}, Want: "0"},
		{Call: "skewness(x)", Type: "int64", Values: []string{"0", "0", "0", "4"}, Want: "1.1547005383792515"},
		{Call: "skewness(x)", Type: "float64", Values: []string{"0.1", "0.1"}, Want: "null"},
	},
	Build: shape(false),
}
