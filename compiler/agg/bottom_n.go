package agg

var bottomNAggregation = extremes("bottom_n", "smallest", false, Peers{Chronon: "BOTTOM_K"},
	Example{Call: "bottom_n(x, 3)", Type: "int64?", Values: []string{"2", "7", "null", "7", "-1", "3"}, Want: `"[-1,2,3]"`},
	Example{Call: "bottom_n(x, 2)", Type: "decimal(4, 2)", Values: []string{"0.10", "0.30", "0.10"}, Want: `"[0.10,0.10]"`},
)
