package fn

var epochMsFunction = sinceEpoch("epoch_ms", "milliseconds", 1_000,
	Example{`epoch_ms("1970-01-01T00:00:01.0009Z")`, "1000"})
