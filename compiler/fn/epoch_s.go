package fn

var epochSFunction = sinceEpoch("epoch_s", "seconds", 1_000_000,
	Example{`epoch_s("1970-01-01T00:01:00.9Z")`, "60"}, Example{`epoch_s("1969-12-31T23:59:59.5Z")`, "-1"})
