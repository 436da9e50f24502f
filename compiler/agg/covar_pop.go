package agg

import "github.com/featc-lang/featc/compiler/ir"

var covarPopAggregation = covar("covar_pop", "", "The covariance of a population.", false,
	Example{Call: "covar_pop(x, y)", Type: "int64", Values: []string{"1", "2", "7", "3"}, Y: []string{"2", "4", "null", "9"}, Want: "2.3333333333333335"},
	Example{Call: "covar_pop(x, y)", Type: "int64", Values: []string{"7"}, Y: []string{"5"}, Want: "0"},
)

// covar is a covariance, of a population or a sample.
func covar(name, alias, doc string, sample bool, examples ...Example) *Aggregation {
	return &Aggregation{
		Name:       name,
		Alias:      alias,
		Signatures: []string{name + "(x float64, y float64) float64?"},
		Doc:        doc + " Pairs where either is null, or of magnitude 2^31 and above, are skipped.",
		Section:    Moments,
		Algebra:    ir.Group,
		Empty:      "null",
		State:      "a count and 6 exact sums, 40 bytes each",
		SQL:        "as count and sum",
		Cost:       "constant",
		MinArgs:    2, MaxArgs: 2,
		Examples: examples,
		Build:    covariance(sample),
	}
}
