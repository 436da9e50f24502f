package cell

import (
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // zones do not depend on the machine

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/runtime/value"
)

// The instants that a timestamp can hold: the years 1 to 9999.
var (
	minTime = time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro()
	maxTime = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro() - 1
)

var (
	datePattern      = regexp.MustCompile(`^([0-9]{4})-([0-9]{2})-([0-9]{2})$`)
	timestampPattern = regexp.MustCompile(`^([0-9-]{10})(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]+))?)?(?:(Z)|([-+])([0-9]{2})(?::([0-9]{2}))?)?)?$`)
)

var epochUnits = map[string]int64{"s": 1_000_000, "ms": 1_000, "us": 1}

// parseTimestamp reads an integer of the column's unit, or
// YYYY-MM-DD[T ]HH:MM[:SS[.f…]][Z|±HH[:MM]], or a date alone: its midnight.
// What is finer than a microsecond is floored. Text without an offset is in
// the column's zone and does not parse where that has none.
func parseTimestamp(text string, col *ir.Column) (value.Value, bool) {
	if col.Epoch != "" {
		return parseEpoch(text, epochUnits[col.Epoch])
	}
	m := timestampPattern.FindStringSubmatch(text)
	if m == nil {
		return value.Null, false
	}
	day, ok := parseDay(m[1])
	hour, minute, second := atoi(m[2]), atoi(m[3]), atoi(m[4])
	if !ok || hour > 23 || minute > 59 || second > 59 {
		return value.Null, false
	}
	micros := atoi((m[5] + "000000")[:6])
	zone := time.UTC
	switch offset := atoi(m[8])*60 + atoi(m[9]); {
	case m[6] == "Z":
	case m[7] != "":
		if atoi(m[8]) > 23 || atoi(m[9]) > 59 {
			return value.Null, false
		}
		if m[7] == "-" {
			offset = -offset
		}
		zone = time.FixedZone("", offset*60)
	default:
		if zone, ok = Zone(col.Zone); !ok {
			return value.Null, false
		}
	}
	us := time.Date(day.Year(), day.Month(), day.Day(), hour, minute, second, micros*1000, zone).UnixMicro()
	return value.OfTimestamp(us), minTime <= us && us <= maxTime
}

func parseEpoch(text string, unit int64) (value.Value, bool) {
	if !intPattern.MatchString(text) {
		return value.Null, false
	}
	us, _ := new(big.Int).SetString(text, 10)
	us.Mul(us, big.NewInt(unit))
	ok := us.Cmp(big.NewInt(minTime)) >= 0 && us.Cmp(big.NewInt(maxTime)) <= 0
	return value.OfTimestamp(us.Int64()), ok
}

// parseDay reads YYYY-MM-DD of a day that exists.
func parseDay(text string) (time.Time, bool) {
	if !datePattern.MatchString(text) {
		return time.Time{}, false
	}
	t, err := time.Parse(time.DateOnly, text)
	return t, err == nil && t.Year() >= 1
}

// atoi reads digits; none are 0.
func atoi(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

var zones sync.Map // name to *time.Location, nil where there is none

// Zone returns the IANA zone of a name, from the data that is built in.
func Zone(name string) (*time.Location, bool) {
	if z, ok := zones.Load(name); ok {
		return z.(*time.Location), z.(*time.Location) != nil
	}
	var zone *time.Location
	if name != "" && !strings.EqualFold(name, "local") {
		if z, err := time.LoadLocation(name); err == nil {
			zone = z
		}
	}
	zones.Store(name, zone)
	return zone, zone != nil
}
