package reference

import (
	"fmt"
	"math"
	"sort"
	"sync"
	"time"

	"github.com/featc-lang/featc/compiler/ir"
)

// horizon is where zones stop to change, by the contract.
var horizon = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)

// longestUnit is more than any unit lasts, in microseconds.
const longestUnit = 370 * 24 * int64(time.Hour/time.Microsecond)

// calendarBounds returns the first event time in a calendar's window at t, and
// the first one behind it.
func calendarBounds(c ir.Calendar, t int64) (first, end int64) {
	zone, err := location(c.Zone)
	if err != nil {
		panic(fmt.Sprintf("reference: zone %s: %v", c.Zone, err))
	}
	begin := begins(c.Unit, zone, t)
	if c.Previous {
		return begins(c.Unit, zone, begin-1), begin
	}
	return begin, t + 1
}

// begins returns when the unit of t began: the first instant at which the
// clocks had reached it.
func begins(u ir.Unit, zone *time.Location, t int64) int64 {
	unit := floorTo(u, time.UnixMicro(reached(zone, t)).UTC()).UnixMicro()
	return t - longestUnit + int64(sort.Search(int(longestUnit), func(i int) bool {
		return reached(zone, t-longestUnit+int64(i)) >= unit
	}))
}

// beginsFrom returns the first instant from t on at which a unit begins.
func beginsFrom(u ir.Unit, zone *time.Location, t int64) int64 {
	if begins(u, zone, t) == t {
		return t
	}
	unit := floorTo(u, time.UnixMicro(reached(zone, t)).UTC())
	switch u {
	case ir.UnitHour:
		unit = unit.Add(time.Hour)
	case ir.UnitDay:
		unit = unit.AddDate(0, 0, 1)
	case ir.UnitWeek:
		unit = unit.AddDate(0, 0, 7)
	case ir.UnitMonth:
		unit = unit.AddDate(0, 1, 0)
	case ir.UnitYear:
		unit = unit.AddDate(1, 0, 0)
	}
	return t + int64(sort.Search(int(longestUnit), func(i int) bool { return reached(zone, t+int64(i)) >= unit.UnixMicro() }))
}

// reached returns the latest time that the clocks of a zone have shown up to an
// instant: what they show, unless they were set back from later than that.
func reached(zone *time.Location, t int64) int64 {
	const hour, back = int64(time.Hour / time.Microsecond), 27
	latest := shown(zone, t)
	for h := range int64(back) {
		from, to := t-(h+1)*hour, t-h*hour
		if offset(zone, from) <= offset(zone, to) {
			continue
		}
		change := from + int64(sort.Search(int(hour), func(i int) bool {
			return offset(zone, from+int64(i)) == offset(zone, to)
		}))
		latest = max(latest, shown(zone, change-1))
	}
	return latest
}

// shown is what clocks show at an instant, in microseconds since 1970.
func shown(zone *time.Location, t int64) int64 { return t + offset(zone, t) }

func offset(zone *time.Location, t int64) int64 {
	if p, ok := lastPeriod.Load(zone); ok {
		if p := p.(period); p.from <= t && t < p.to {
			return p.offset
		}
	}
	at := time.UnixMicro(t)
	if !at.Before(horizon) {
		at = horizon.Add(-1)
	}
	p := periodOf(at.In(zone))
	lastPeriod.Store(zone, p)
	return p.offset
}

// period is a time through which a zone has one offset; all in microseconds.
type period struct{ from, to, offset int64 }

// lastPeriod has the period of each zone that was asked for last: the next question is
// mostly of the same, and past the table of a zone Go reads its rule anew each time.
var lastPeriod sync.Map // *time.Location → period

func periodOf(at time.Time) period {
	_, seconds := at.Zone()
	p := period{math.MinInt64, math.MaxInt64, int64(seconds) * 1_000_000}
	from, to := at.ZoneBounds()
	if !from.IsZero() {
		p.from = from.UnixMicro()
	}
	if !to.IsZero() && to.Before(horizon) { // from then on, the offset stays
		p.to = to.UnixMicro()
	}
	return p
}

// floorTo returns the beginning of a unit.
func floorTo(u ir.Unit, t time.Time) time.Time {
	y, m, d := t.Date()
	switch u {
	case ir.UnitHour:
		return time.Date(y, m, d, t.Hour(), 0, 0, 0, time.UTC)
	case ir.UnitWeek:
		d -= (int(t.Weekday()) + 6) % 7
	case ir.UnitMonth:
		d = 1
	case ir.UnitYear:
		m, d = 1, 1
	}
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
