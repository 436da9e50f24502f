package fn

var epochUsFunction = sinceEpoch("epoch_us", "microseconds", 1,
	Example{`epoch_us("1970-01-01T00:00:01Z")`, "1000000"})
