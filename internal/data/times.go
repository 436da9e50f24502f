package data

import (
	"math/bits"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // zones do not depend on the machine

	"github.com/featc-lang/featc/compiler/ir"
)

// The instants that a timestamp can hold: the years 1 to 9999.
var (
	minTime = time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro()
	maxTime = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro() - 1
)

var epochUnits = map[string]struct {
	micros int64
	plural string
}{
	"s":  {1_000_000, "seconds"},
	"ms": {1_000, "milliseconds"},
	"us": {1, "microseconds"},
}

// parseTimestamp reads an integer of the column's epoch unit, or
// YYYY-MM-DD[T ]HH:MM[:SS[.f…]][Z|±HH[:MM]] or a date alone, which is its
// midnight. What is finer than a microsecond is floored. Without an offset the
// text is in the column's zone; where it has none, the text does not parse.
func parseTimestamp(text string, col *ir.Column) (int64, bool) {
	if col.Epoch != "" {
		i, ok := parseInt(text)
		if !ok {
			return 0, false
		}
		return epochTime(i, col.Epoch)
	}
	c := clock{text: text, ok: true}
	year, month, day := c.date()
	var hour, minute, second, nanos int
	zoned, offset := false, 0
	if c.more() && (c.take('T') || c.take(' ')) {
		hour, minute = c.number(2, 23), c.colonNumber(59)
		if c.ok && c.peek() == ':' {
			second = c.colonNumber(59)
			if c.take('.') {
				nanos = c.fraction()
			}
		}
		zoned, offset = c.offset()
	}
	if !c.ok || c.more() {
		return 0, false
	}
	zone := time.UTC
	if !zoned {
		if zone = location(col.Zone); zone == nil {
			return 0, false
		}
	}
	t := time.Date(year, time.Month(month), day, hour, minute, second, nanos, zone)
	us := t.UnixMicro() - int64(offset)*1_000_000
	return us, inRange(us)
}

// parseDate reads YYYY-MM-DD as days since 1970.
func parseDate(text string) (int64, bool) {
	c := clock{text: text, ok: true}
	year, month, day := c.date()
	if !c.ok || c.more() {
		return 0, false
	}
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Unix() / 86400, true
}

// epochTime is the instant of an integer in a unit since 1970.
func epochTime(i int64, unit string) (int64, bool) {
	micros := epochUnits[unit].micros
	hi, _ := bits.Mul64(uint64(max(i, -i)), uint64(micros))
	us := i * micros
	return us, hi == 0 && (us < 0) == (i < 0) && inRange(us)
}

func inRange(us int64) bool { return minTime <= us && us <= maxTime }

var zones sync.Map // name → *time.Location

// location returns the zone of a name, nil where there is none.
func location(name string) *time.Location {
	if name == "" {
		return nil
	}
	if z, ok := zones.Load(name); ok {
		return z.(*time.Location)
	}
	z, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	zones.Store(name, z)
	return z
}

// clock reads the parts of a timestamp from left to right; ok turns false at
// the first part that is not there.
type clock struct {
	text string
	at   int
	ok   bool
}

func (c *clock) more() bool { return c.at < len(c.text) }

func (c *clock) peek() byte {
	if !c.more() {
		return 0
	}
	return c.text[c.at]
}

func (c *clock) take(b byte) bool {
	if c.peek() != b {
		return false
	}
	c.at++
	return true
}

// number reads exactly that many digits, up to a limit.
func (c *clock) number(digits, most int) int {
	if c.at+digits > len(c.text) || !isDigits(c.text[c.at:c.at+digits]) {
		c.ok = false
		return 0
	}
	n := 0
	for _, d := range c.text[c.at : c.at+digits] {
		n = n*10 + int(d-'0')
	}
	c.at += digits
	c.ok = c.ok && n <= most
	return n
}

func (c *clock) colonNumber(most int) int {
	c.ok = c.ok && c.take(':')
	return c.number(2, most)
}

func (c *clock) date() (year, month, day int) {
	year = c.number(4, 9999)
	c.ok = c.ok && c.take('-')
	month = c.number(2, 12)
	c.ok = c.ok && c.take('-')
	day = c.number(2, 31)
	if c.ok {
		t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
		c.ok = year > 0 && month > 0 && t.Day() == day && day > 0
	}
	return year, month, day
}

// fraction reads one or more digits as nanoseconds, floored to microseconds.
func (c *clock) fraction() int {
	end := c.at
	for end < len(c.text) && c.text[end] >= '0' && c.text[end] <= '9' {
		end++
	}
	if end == c.at {
		c.ok = false
		return 0
	}
	digits := (c.text[c.at:end] + strings.Repeat("0", 6))[:6]
	c.at = end
	n := 0
	for _, d := range digits {
		n = n*10 + int(d-'0')
	}
	return n * 1000
}

// offset reads Z, ±HH or ±HH:MM as seconds, where there is one.
func (c *clock) offset() (zoned bool, seconds int) {
	switch c.peek() {
	case 'Z':
		c.at++
		return true, 0
	case '+', '-':
		negative := c.text[c.at] == '-'
		c.at++
		seconds = c.number(2, 23) * 3600
		if c.more() {
			seconds += c.colonNumber(59) * 60
		}
		if negative {
			seconds = -seconds
		}
		return true, seconds
	}
	return false, 0
}

// inZone takes a wall clock reading, given as if it were UTC, in a zone.
func inZone(us int64, zone *time.Location) int64 {
	t := time.UnixMicro(us).UTC()
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), zone).UnixMicro()
}
