package agg

var minByAggregation = bestBy("min_by", "smallest", "min_cate", false,
	Example{Call: "min_by(x % 2, x)", Type: "int64?", Values: []string{"1", "2", "null", "3"}, Want: `"{\"0\":2,\"1\":1}"`},
	Example{Call: "min_by(x % 3, x, 2)", Type: "int64", Values: []string{"8", "4", "6", "3"}, Want: `"{\"0\":3,\"1\":4}"`},
)
