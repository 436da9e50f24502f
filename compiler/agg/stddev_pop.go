package agg

import "github.com/featc-lang/featc/compiler/ir"

var stddevPopAggregation = &Aggregation{
	Name:       "stddev_pop",
	Signatures: []string{"stddev_pop(x float64) float64?"},
	Doc:        "The standard deviation of a population: the root of var_pop. Values of magnitude 2^31 and above are skipped.",
	Algebra:    ir.Group,
	Empty:      "null",
	Section:    Moments,
	State:      "a count and 4 exact sums, 40 bytes each",
	SQL:        "as count and sum",
	Cost:       "constant",
	Peers:      Peers{Tecton: "stddev_pop", OpenMLDB: "stddev_pop"},
	MinArgs:    1, MaxArgs: 1,
	Examples: []Example{
		{Call: "stddev_pop(x)", Type: "int64", Values: []string{"2", "4"}, Want: "1"},
		{Call: "stddev_pop(x)", Type: "int64", Want: "null"},
	},
	Build: moment(false, true),
}
