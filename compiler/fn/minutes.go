package fn

var minutesFunction = inUnits("minutes", 60e6, Example{"minutes(90s)", "1.5"})
