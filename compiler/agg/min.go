package agg

import "github.com/featc-lang/featc/compiler/ir"

var minAggregation = &Aggregation{
	Name:       "min",
	Signatures: []string{"min(x T) T?", "min(x vector(n)) vector(n)?"},
	Doc:        "The smallest value. Strings and bytes compare bytewise. Of vectors, the smallest of each element.",
	Algebra:    ir.Semilattice,
	Empty:      "null",
	Section:    Basic,
	State:      "a queue of rows that can still be the smallest: as many as the window has at most; one value over `all`; of vectors, a queue per element",
	SQL:        "min over blocks of labels",
	Cost:       "constant, amortised; a late row costs a search; of vectors, that per element",
	Peers:      Peers{Chronon: "MIN", Tecton: "min", OpenMLDB: "min", Feast: "min", Feathr: "MIN", Fennel: "Min"},
	MinArgs:    1, MaxArgs: 1,
	Examples: []Example{
		{Call: "min(x)", Type: "int64?", Values: []string{"2", "null", "-3"}, Want: "-3"},
		{Call: "min(x)", Type: "string", Values: []string{"b", "a"}, Want: `"a"`},
		{Call: "min(x)", Type: "int64", Want: "null"},
		{Call: "min(x)", Type: "vector(2)?", Values: []string{"[1,5]", "null", "[2,-3]"}, Want: `"[1, -3]"`},
	},
	Build: extreme(ir.CompMin),
}
