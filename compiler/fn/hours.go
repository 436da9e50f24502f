package fn

var hoursFunction = inUnits("hours", 3600e6, Example{"hours(45m)", "0.75"})
