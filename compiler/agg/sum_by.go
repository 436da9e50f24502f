package agg

import "github.com/featc-lang/featc/compiler/ir"

var sumByAggregation = summed("sum_by", "The exact sum of x per category, as sum has it.", "sum_cate",
	func(k *keys) ir.Expr { return k.Sum },
	Example{Call: "sum_by(x % 2, x)", Type: "int64?", Values: []string{"1", "2", "null", "3"}, Want: `"{\"0\":2,\"1\":4}"`},
)
