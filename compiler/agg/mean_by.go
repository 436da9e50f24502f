package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/typing"
)

var meanByAggregation = summed("mean_by", "The mean of x per category, as mean has it.", "avg_cate",
	func(k *keys) ir.Expr { return divide(typing.ToFloat(k.Sum), typing.ToFloat(k.Count)) },
	Example{Call: "mean_by(x % 2, x)", Type: "int64?", Values: []string{"1", "2", "null", "4"}, Want: `"{\"0\":3,\"1\":1}"`},
)
