package fn

var timestampSFunction = fromEpoch("timestamp_s", "seconds", 1_000_000,
	Example{`epoch_s(timestamp_s(60))`, "60"}, Example{`timestamp_s(9223372036854775807)`, "null"})
