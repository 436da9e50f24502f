// Package tick says when a view is read for another view that is over it: at the
// instants of a grid, for one key.
//
// Readings are done when something asks for them. What an event that is still to
// come can change is done again after it; what no window can look back at is not
// done at all, so that a key without events costs what its windows hold and not
// the time that passes.
package tick

import (
	"math"

	"github.com/featc-lang/featc/runtime/codec"
	"github.com/featc-lang/featc/runtime/window"
)

// Grid is the instants at which a view is read: the multiples of Every since 1970
// UTC or, where that is 0, the beginnings of a calendar's units.
type Grid struct {
	Every    int64 // microseconds
	Calendar window.Calendar
}

// From returns the first instant of the grid from at on.
func (g *Grid) From(at int64) int64 {
	if g.Every == 0 {
		return g.Calendar.From(at)
	}
	past := at % g.Every
	switch {
	case past == 0:
		return at
	case past < 0:
		return at - past
	}
	return at - past + g.Every
}

// Unbounded is the reach of windows without an older end.
const Unbounded = math.MaxInt64

// Line is the readings of one key. The zero Line has none, and none to come.
type Line struct {
	begun   bool
	first   int64 // the first instant that is read
	settled int64 // what is still to come arrives then or later: readings before it stay as they are
	from    int64 // of the readings from settled on, those from here
	next    int64 // up to here, this one not included, are done
}

// Begun reports whether the key has had an event.
func (l *Line) Begun() bool { return l.begun }

// Begin takes note of the key's first event, which arrives at an instant; what is
// read has values from the instant since on. It returns the first reading.
func (l *Line) Begin(g *Grid, arrival, since int64) int64 {
	first := g.From(since)
	*l = Line{begun: true, first: first, settled: arrival, from: first, next: first}
	return first
}

// Settled is the instant from which on readings may have to be done again.
func (l *Line) Settled() int64 { return l.settled }

// Seek gets ready for a look at the readings up to until, as far back as reach. It
// reports whether those from Settled on must be taken back first.
func (l *Line) Seek(g *Grid, reach, until int64) bool {
	if !l.begun || until < l.settled {
		return false
	}
	start := max(l.settled, l.first)
	if until >= math.MinInt64+reach {
		start = max(start, until-reach)
	}
	first := g.From(start)
	// Where some are missing in between, or most of those there are out of reach by
	// now, begin anew.
	if first >= l.from && first <= l.next && first-l.from <= reach {
		return false
	}
	back := l.next > l.from
	l.from, l.next = first, first
	return back
}

// Due reports whether a reading up to an instant is still to be done: that at Next.
func (l *Line) Due(until int64) bool { return l.begun && l.next <= until }

// Next is the instant of the next reading.
func (l *Line) Next() int64 { return l.next }

// Done takes note that the reading at Next is done.
func (l *Line) Done(g *Grid) { l.next = g.From(l.next + 1) }

// Settle takes note that an event arrives at an instant; the readings before it
// that can be needed are done. It reports whether those from Settled on, as it is
// now, must be taken back, and whether some before it are missing.
func (l *Line) Settle(g *Grid, arrival int64) (back, missing bool) {
	missing = l.from > g.From(max(l.settled, l.first))
	l.settled = max(l.settled, arrival)
	back = l.next > l.settled
	l.next = g.From(max(l.settled, l.first))
	l.from = l.next
	return back, missing
}

// Append appends the encoding of l.
func (l *Line) Append(b []byte) []byte {
	b = codec.AppendBool(b, l.begun)
	for _, t := range []int64{l.first, l.settled, l.from, l.next} {
		b = codec.AppendInt64(b, t)
	}
	return b
}

// Decode decodes what Append wrote.
func (l *Line) Decode(d *codec.Reader) {
	l.begun, l.first, l.settled, l.from, l.next = d.Bool(), d.Int64(), d.Int64(), d.Int64(), d.Int64()
}
