package agg

var covarSampAggregation = covar("covar_samp", "covar", "The covariance of a sample, over n - 1. Null below two pairs.", true,
	Example{Call: "covar_samp(x, y)", Type: "int64", Values: []string{"1", "2", "7", "3"}, Y: []string{"2", "4", "null", "9"}, Want: "3.5"},
	Example{Call: "covar(x, y)", Type: "int64", Values: []string{"7"}, Y: []string{"5"}, Want: "null"},
)
