package text

import (
	"time"

	"github.com/featc-lang/featc/runtime/value"
)

// parseTimestamp reads an integer of the column's unit, or
// YYYY-MM-DD[T ]HH:MM[:SS[.f…]][Z|±HH[:MM]], or a date alone, which is its
// midnight. What is finer than a microsecond is floored. Without an offset the
// text is in the column's zone, and does not parse where that has none.
func parseTimestamp(text string, col *Column) (int64, bool) {
	if col.Epoch != 0 {
		i, ok := parseInt(text)
		return epochTime(i, int64(col.Epoch), ok)
	}
	c := clock{rest: text, ok: true}
	year, month, day := c.date()
	var hour, minute, second, nanos int
	zoned, offset := false, 0
	if c.take('T') || c.take(' ') {
		hour, minute = c.number(2, 23), c.colonNumber(59)
		if c.next() == ':' {
			second = c.colonNumber(59)
			if c.take('.') {
				nanos = c.micros() * 1000
			}
		}
		zoned, offset = c.offset()
	}
	if !c.done() || !zoned && col.Zone == nil {
		return 0, false
	}
	wall := time.Date(year, time.Month(month), day, hour, minute, second, nanos, time.UTC).UnixMicro()
	us := wall - int64(offset)*1_000_000
	if !zoned {
		us = col.Zone.Instant(wall)
	}
	return us, value.MinTime <= us && us <= value.MaxTime
}

// epochTime is the instant of an integer in a unit since 1970.
func epochTime(i, unit int64, ok bool) (int64, bool) {
	// Both ends are whole seconds, but for the last one's fraction.
	if !ok || i < value.MinTime/unit || i > value.MaxTime/unit {
		return 0, false
	}
	return i * unit, true
}

// parseDate reads YYYY-MM-DD as days since 1970.
func parseDate(text string) (int64, bool) {
	c := clock{rest: text, ok: true}
	year, month, day := c.date()
	if !c.done() {
		return 0, false
	}
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Unix() / 86400, true
}

// clock reads the parts of a timestamp from left to right; ok turns false at
// the first part that is not there.
type clock struct {
	rest string
	ok   bool
}

// done reports whether everything was there, and nothing else.
func (c *clock) done() bool { return c.ok && c.rest == "" }

// next is the byte to come, 0 at the end.
func (c *clock) next() byte {
	if c.rest == "" {
		return 0
	}
	return c.rest[0]
}

// take reads a byte where it is the next.
func (c *clock) take(b byte) bool {
	if c.rest == "" || c.rest[0] != b {
		return false
	}
	c.rest = c.rest[1:]
	return true
}

// number reads exactly that many digits, up to a limit.
func (c *clock) number(digits, most int) int {
	if len(c.rest) < digits || !isDigits(c.rest[:digits]) {
		c.ok = false
		return 0
	}
	n := int(number(c.rest[:digits]))
	c.rest = c.rest[digits:]
	c.ok = c.ok && n <= most
	return n
}

func (c *clock) colonNumber(most int) int {
	c.ok = c.take(':') && c.ok
	return c.number(2, most)
}

// date reads a day that exists in the years 1 to 9999.
func (c *clock) date() (year, month, day int) {
	year = c.number(4, 9999)
	c.ok = c.take('-') && c.ok
	month = c.number(2, 12)
	c.ok = c.take('-') && c.ok
	day = c.number(2, 31)
	if c.ok {
		t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
		c.ok = year > 0 && month > 0 && day > 0 && t.Day() == day
	}
	return year, month, day
}

// micros reads the digits after a point, one or more, floored to microseconds.
func (c *clock) micros() int {
	end := 0
	for end < len(c.rest) && '0' <= c.rest[end] && c.rest[end] <= '9' {
		end++
	}
	c.ok = c.ok && end > 0
	n := number(c.rest[:min(end, 6)])
	for range 6 - end {
		n *= 10
	}
	c.rest = c.rest[end:]
	return int(n)
}

// offset reads Z, ±HH or ±HH:MM as seconds, where there is one.
func (c *clock) offset() (zoned bool, seconds int) {
	negative := c.next() == '-'
	switch {
	case c.take('Z'):
		return true, 0
	case c.take('+'), c.take('-'):
		seconds = c.number(2, 23) * 3600
		if c.rest != "" {
			seconds += c.colonNumber(59) * 60
		}
		if negative {
			seconds = -seconds
		}
		return true, seconds
	}
	return false, 0
}
