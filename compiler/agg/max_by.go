package agg

var maxByAggregation = bestBy("max_by", "largest", "max_cate", true,
	Example{Call: "max_by(x % 2, x)", Type: "int64?", Values: []string{"1", "2", "null", "3"}, Want: `"{\"0\":2,\"1\":3}"`},
	Example{Call: `max_by("a", x, 5)`, Type: "string", Values: []string{"b", "c", "a"}, Want: `"{\"a\":\"c\"}"`},
)
