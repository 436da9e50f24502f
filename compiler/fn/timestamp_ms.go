package fn

var timestampMsFunction = fromEpoch("timestamp_ms", "milliseconds", 1_000,
	Example{`epoch_us(timestamp_ms(-1))`, "-1000"})
