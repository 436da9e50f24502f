package fn

import "math"

var radiansFunction = times("radians", "An angle in degrees as radians: x times 0.017453292519943295, one float operation.", math.Pi/180,
	Example{"radians(180)", "3.141592653589793"}, Example{"radians(0)", "0"})
