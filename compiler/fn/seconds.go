package fn

var secondsFunction = inUnits("seconds", 1e6, Example{"seconds(1500ms)", "1.5"})
