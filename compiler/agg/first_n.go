package agg

import "github.com/featc-lang/featc/compiler/ir"

var firstNAggregation = rows("first_n", "oldest", ir.CompFirstN, Peers{Chronon: "FIRST_K", Tecton: "first", Fennel: "FirstK"},
	Example{Call: "first_n(x, 2)", Type: "int64?", Values: []string{"null", "1", "2", "null", "3"}, Want: `"[1,2]"`},
)
