package value

// The timestamps that exist: microseconds since 1970 UTC, of the years 1 to 9999.
const (
	MinTime = -62135596800000000
	MaxTime = 253402300799999999
)
