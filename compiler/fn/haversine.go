package fn

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

var haversineFunction = simple("haversine", "haversine(lat1 float64, lon1 float64, lat2 float64, lon2 float64) float64",
	"How many kilometres two points in degrees lie apart on a sphere of radius 6371.0088 km, by the haversine formula; the earth is up to 0.6 % off that. Null beyond 90 degrees of latitude and 360 of longitude.",
	ir.Haversine, types.Float64.Null(), []param{numberArg, numberArg, numberArg, numberArg},
	Example{"haversine(0, 0, 0, 0)", "0"}, Example{"haversine(48.8566, 2.3522, 51.5074, -0.1278)", "343.5565348808833"}, Example{"haversine(91, 0, 0, 0)", "null"},
)
