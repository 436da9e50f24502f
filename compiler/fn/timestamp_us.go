package fn

var timestampUsFunction = fromEpoch("timestamp_us", "microseconds", 1,
	Example{`hour(timestamp_us(3600000000), "UTC")`, "1"})
