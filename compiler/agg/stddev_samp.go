package agg

import "github.com/featc-lang/featc/compiler/ir"

var stddevSampAggregation = &Aggregation{
	Name:       "stddev_samp",
	Alias:      "stddev",
	Signatures: []string{"stddev_samp(x float64) float64?"},
	Doc:        "The standard deviation of a sample: the root of var_samp. Values of magnitude 2^31 and above are skipped.",
	Algebra:    ir.Group,
	Empty:      "null",
	Section:    Moments,
	State:      "a count and 4 exact sums, 40 bytes each",
	SQL:        "as count and sum",
	Cost:       "constant",
	Peers:      Peers{Tecton: "stddev_samp", OpenMLDB: "stddev_samp", Feast: "std", Fennel: "Stddev"},
	MinArgs:    1, MaxArgs: 1,
	Examples: []Example{
		{Call: "stddev_samp(x)", Type: "int64", Values: []string{"2", "4", "3"}, Want: "1"},
		{Call: "stddev_samp(x)", Type: "int64", Values: []string{"7"}, Want: "null"},
	},
	Build: moment(true, true),
}
