// Package zone reads the database of time zones that the compiler was built
// with. What it finds is written into SQL and Go, so that both sides have the
// same zones by construction: those of engines are of other years.
package zone

import (
	"time"

	"github.com/featc-lang/featc/runtime/text"
	"github.com/featc-lang/featc/runtime/window"
)

// Horizon is the end of what is known of zones: from then on they keep the
// offset that they had before.
var Horizon = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)

var start = time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC)

// forever is a second after every timestamp.
const forever = 1 << 40

// Clock returns the clock of a zone that exists.
func Clock(name string) window.Clock {
	zone, ok := text.Zone(name)
	if !ok {
		panic("zone: there is no " + name)
	}
	spans := spans(zone)
	var out window.Clock
	reached := int64(-forever)
	for i, s := range spans {
		end := int64(forever)
		if i < len(spans)-1 {
			end = spans[i+1].Since
		}
		since := max(s.Since, reached-s.Offset)
		if since >= end {
			continue // set back, and over before the clocks have caught up
		}
		reached = end + s.Offset
		out = append(out, window.Stretch{Since: since, Offset: s.Offset, Reached: reached})
	}
	return out
}

// Span is a time of one offset to UTC, in seconds: it begins at Since, and ends
// where the next one begins. The first holds what is before it, too.
type Span struct{ Since, Offset int64 }

// Spans lists the spans of a zone that exists.
func Spans(name string) []Span {
	zone, ok := text.Zone(name)
	if !ok {
		panic("zone: there is no " + name)
	}
	return spans(zone)
}

func spans(zone *time.Location) []Span {
	var out []Span
	for t := start; t.Before(Horizon); {
		if offset := offsetAt(t, zone); len(out) == 0 || offset != out[len(out)-1].Offset {
			out = append(out, Span{t.Unix(), offset})
		}
		_, end := t.In(zone).ZoneBounds()
		switch {
		case end.IsZero():
			return out
		case !end.After(t): // so it is on the last day of some leap years, where nothing changes
			t = t.AddDate(0, 0, 1)
		default:
			t = end
		}
	}
	return out
}

func offsetAt(t time.Time, zone *time.Location) int64 {
	_, offset := t.In(zone).Zone()
	return int64(offset)
}
