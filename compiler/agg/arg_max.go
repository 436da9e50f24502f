package agg

import "github.com/featc-lang/featc/compiler/ir"

var argMaxAggregation = argExtreme("arg_max", "largest", ir.CompArgMax,
	Example{Call: "arg_max(x, 0 - x)", Type: "int64?", Values: []string{"2", "null", "7", "3"}, Want: "2"},
	Example{Call: "arg_max(x, 1)", Type: "int64", Values: []string{"5", "6", "4"}, Want: "6"},
)
