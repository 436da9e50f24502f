package agg

import "github.com/featc-lang/featc/compiler/ir"

var kurtosisAggregation = &Aggregation{
	Name:       "kurtosis",
	Signatures: []string{"kurtosis(x float64) float64?"},
	Doc:        "The excess kurtosis of the population, m4 / m2^2 - 3: 0 for a normal distribution. Null where all values are the same. Values of magnitude 2^24 and above are skipped.",
	Section:    Moments,
	Algebra:    ir.Group,
	Empty:      "null",
	State:      "a count and 12 exact sums, 40 bytes each",
	SQL:        "as count and sum",
	Cost:       "constant",
	Peers:      Peers{Chronon: "KURTOSIS"},
	MinArgs:    1, MaxArgs: 1,
	Examples: []Example{
		{Call: "kurtosis(x)", Type: "int64?", Values: []string{"1", "null", "3"}, Want: "-2"},
		{Call: "kurtosis(x)", Type: "int64", Values: []string{"0", "0", "0", "4"}, Want: "-0.6666666666666665"},
		{Call: "kurtosis(x)", Type: "float64", Values: []string{"0.1", "0.1"}, Want: "null"},
	},
	Build: shape(true),
}
