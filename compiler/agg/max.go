package agg

import "github.com/featc-lang/featc/compiler/ir"

var maxAggregation = &Aggregation{
	Name:       "max",
	Signatures: []string{"max(x T) T?", "max(x vector(n)) vector(n)?"},
	Doc:        "The largest value. Strings and bytes compare bytewise. Of vectors, the largest of each element.",
	Algebra:    ir.Semilattice,
	Empty:      "null",
	Section:    Basic,
	State:      "a queue of rows that can still be the largest: as many as the window has at most; one value over `all`; of vectors, a queue per element",
	SQL:        "max over blocks of labels",
	Cost:       "constant, amortised; a late row costs a search; of vectors, that per element",
	Peers:      Peers{Chronon: "MAX", Tecton: "max", OpenMLDB: "max", Feast: "max", Feathr: "MAX", Fennel: "Max"},
	MinArgs:    1, MaxArgs: 1,
	Examples: []Example{
		{Call: "max(x)", Type: "int64?", Values: []string{"2", "null", "-3"}, Want: "2"},
		{Call: "max(x)", Type: "float64", Values: []string{"-0.5", "0.5"}, Want: "0.5"},
		{Call: "max(x)", Type: "int64", Want: "null"},
		{Call: "max(x)", Type: "vector(2)?", Values: []string{"[1,5]", "null", "[2,-3]"}, Want: `"[2, 5]"`},
	},
	Build: extreme(ir.CompMax),
}
