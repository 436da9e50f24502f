package window

import (
	"math"
	"sort"
)

// Clock is what the clocks of a zone show, for finding where days and months
// begin. Where clocks are set back it stands still until they have caught up
// again, so that a day which has begun does not end and begin once more.
//
// It is made by the compiler and the same on every side, whatever databases of
// zones the machines have.
type Clock []Stretch

// Stretch is a time in which clocks keep their distance to UTC: from the second
// Since of 1970 UTC they show Since+Offset and what follows, up to but not
// including Reached. A stretch ends where the next one begins; the first holds
// what is before it, too.
type Stretch struct{ Since, Offset, Reached int64 }

// NewClock returns the clock of stretches that are written as three numbers each.
func NewClock(numbers ...int64) Clock {
	c := make(Clock, 0, len(numbers)/3)
	for ; len(numbers) >= 3; numbers = numbers[3:] {
		c = append(c, Stretch{Since: numbers[0], Offset: numbers[1], Reached: numbers[2]})
	}
	return c
}

const micros = 1_000_000

// at returns the stretch that an instant is in.
func (c Clock) at(us int64) Stretch {
	i := sort.Search(len(c), func(i int) bool { return c[i].Since*micros > us })
	return c[max(i-1, 0)]
}

// show returns what the clock shows at an instant, in microseconds since 1970.
func (c Clock) show(us int64) int64 {
	s := c.at(us)
	return min(us+s.Offset*micros, s.Reached*micros-1)
}

// first returns the first instant at which the clock shows a time or, where a
// change skips it, a later one.
func (c Clock) first(shown int64) int64 {
	i := sort.Search(len(c), func(i int) bool { return c[i].Reached*micros > shown })
	s := c[min(i, len(c)-1)]
	if i == 0 {
		return shown - s.Offset*micros
	}
	return max(s.Since*micros, shown-s.Offset*micros)
}

// Unit is a unit of the calendar.
type Unit int

// The units. Weeks begin on Monday.
const (
	UnitHour Unit = iota + 1
	UnitDay
	UnitWeek
	UnitMonth
	UnitYear
)

// Calendar is the window from where the unit at an instant begins up to the
// instant or, with Previous, the unit before it.
type Calendar struct {
	Clock    Clock
	Unit     Unit
	Previous bool
}

// Bounds returns the first and the last event time in the window at an instant.
// In a window that holds nothing the first is the one after the last.
func (c *Calendar) Bounds(at int64) (first, last int64) {
	if at < math.MinInt64/2 { // before all time
		return at, at
	}
	first = c.begin(at)
	if c.Previous {
		return c.begin(first - 1), first - 1
	}
	return first, at
}

// begin returns the instant at which the unit of an instant begins.
func (c *Calendar) begin(at int64) int64 { return c.Clock.first(c.Unit.floor(c.Clock.show(at))) }

// From returns the first instant from at on at which the calendar's unit begins.
func (c *Calendar) From(at int64) int64 {
	unit := c.Unit.floor(c.Clock.show(at))
	if c.Clock.first(unit) == at {
		return at
	}
	return c.Clock.first(c.Unit.next(unit))
}

// next returns the beginning of the unit after the one that begins at a shown time.
func (u Unit) next(begin int64) int64 {
	switch u {
	case UnitHour:
		return begin + Hour
	case UnitDay:
		return begin + Day
	case UnitWeek:
		return begin + 7*Day
	case UnitMonth:
		return u.floor(begin + 31*Day)
	default:
		return u.floor(begin + 366*Day)
	}
}

// floor returns the beginning of the unit that a shown time is in.
func (u Unit) floor(shown int64) int64 {
	if u == UnitHour {
		return floor(shown, Hour)
	}
	day := floor(shown, Day) / Day
	switch u {
	case UnitWeek:
		day = floor(day+3, 7) - 3 // the epoch was a Thursday
	case UnitMonth:
		day -= dayOfMonth(day) - 1
	case UnitYear:
		day -= dayOfYear(day)
	}
	return day * Day
}

// floor returns the largest multiple of a step up to x.
func floor(x, step int64) int64 {
	r := x % step
	if r < 0 {
		r += step
	}
	return x - r
}

// shifted returns the year that begins on March 1st and the day of it, from 0,
// of a day since 1970, in the Gregorian calendar of all time.
func shifted(day int64) (year, of int64) {
	const era = 146097 // days of 400 years
	day += 719468      // since 0000-03-01
	start := floor(day, era)
	d := day - start
	y := (d - d/1460 + d/36524 - d/146096) / 365
	return start/era*400 + y, d - (365*y + y/4 - y/100)
}

// dayOfMonth returns the day of the month, from 1.
func dayOfMonth(day int64) int64 {
	_, of := shifted(day)
	month := (5*of + 2) / 153 // from March
	return of - (153*month+2)/5 + 1
}

// dayOfYear returns the day of the year, from 0.
func dayOfYear(day int64) int64 {
	const fromMarch = 306 // days from March 1st to January 1st
	year, of := shifted(day)
	if of >= fromMarch {
		return of - fromMarch
	}
	if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
		return of + 60
	}
	return of + 59
}
