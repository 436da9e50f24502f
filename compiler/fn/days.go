package fn

var daysFunction = inUnits("days", 86400e6, Example{"days(36h)", "1.5"})
