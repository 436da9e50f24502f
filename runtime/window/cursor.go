// Package window has the structures that keep the events of one key and slide
// windows over them: a log of rows in order of event time, cursors that move
// to any instant and say which rows came in and went out, and what reduces
// rows in a way that can be undone.
//
// Instants and ages are in microseconds.
package window

import "math"

// Durations in microseconds.
const (
	Second = int64(1e6)
	Minute = 60 * Second
	Hour   = 60 * Minute
	Day    = 24 * Hour
)

// Range is the reach of a window: the event times from At-From to At-To, each
// end part of it where it is closed. Without an older end it holds everything
// up to the newer one.
type Range struct {
	AllTime    bool // no older end; From and FromClosed are meaningless
	From, To   int64
	FromClosed bool
	ToClosed   bool
	Step       int64 // the older end is floored to a multiple of it; 0: it is not
}

// Bounds returns the first and the last event time in the window at an instant.
// In a window that holds nothing the first is the one after the last.
func (r Range) Bounds(at int64) (first, last int64) {
	first, last = math.MinInt64, before(at, r.To)
	if !r.ToClosed {
		last = before(last, 1)
	}
	if !r.AllTime {
		first = r.Begin(before(at, r.From))
		if !r.FromClosed {
			first++
		}
		if first > last {
			first = last + 1
		}
	}
	return first, last
}

// First returns the first of a window's bounds.
func First(first, _ int64) int64 { return first }

// Begin returns the instant at which the step of an event time begins; without
// a step, the time itself.
func (r Range) Begin(time int64) int64 {
	if r.Step > 0 && time > math.MinInt64+r.Step {
		return floor(time, r.Step)
	}
	return time
}

// before returns at - age, stopping at the smallest int64.
func before(at, age int64) int64 {
	if at < math.MinInt64+age {
		return math.MinInt64
	}
	return at - age
}

// Span is the rows From up to, not including, To.
type Span struct{ From, To int }

// Cursor is where a window stands in a log: the rows lo up to hi are in it. The
// zero Cursor stands before all rows.
type Cursor struct {
	lo, hi      uint32
	first, last int64 // bounds of the window where it stands
	placed      bool  // false: before all rows
}

// Seek moves a cursor to the window with the bounds first and last. The rows
// enter came in, leave went out (a row may be in both: it was passed over); after
// a rebuild what depends on the order of rows must be built anew. The cost is that
// of the rows passed: over growing instants each is passed twice.
//
// There are three results since a struct of them goes through memory, which took
// half of the time that a window slides.
func (l *Log[R]) Seek(c *Cursor, first, last int64) (enter, leave Span, rebuild bool) {
	rows := l.live()
	from, to := int(c.lo), int(c.hi)
	lo, hi := from, to
	for hi < len(rows) && rows[hi].time <= last {
		hi++
	}
	if last < c.last {
		for hi > 0 && rows[hi-1].time > last {
			hi--
		}
	}
	for lo < hi && rows[lo].time < first {
		lo++
	}
	if first < c.first || last < c.last {
		for lo > hi || lo > 0 && rows[lo-1].time >= first {
			lo--
		}
	}
	if hi >= to {
		enter = Span{to, hi}
	} else {
		leave, rebuild = Span{max(hi, from), to}, true
	}
	switch {
	case lo > from:
		leave = Span{from, lo}
	case lo < from:
		enter, rebuild = Span{lo, min(from, hi)}, true
	}
	c.lo, c.hi, c.first, c.last, c.placed = uint32(lo), uint32(hi), first, last, true
	return enter, leave, rebuild
}

// Insert accounts for a row inserted into the log, and reports whether it is in
// the window.
func (c *Cursor) Insert(time int64) bool {
	if !c.placed || time > c.last {
		return false
	}
	c.hi++
	if time < c.first {
		c.lo++
		return false
	}
	return true
}

// Span returns the rows in the window.
func (c *Cursor) Span() Span { return Span{int(c.lo), int(c.hi)} }

// Evict accounts for the oldest n rows having left the log.
func (c *Cursor) Evict(n int) {
	c.lo, c.hi = c.lo-min(c.lo, uint32(n)), c.hi-uint32(n)
}
