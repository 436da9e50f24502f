// Package zone makes tables of the time zones that a program names. They are
// written into SQL and Go, so that both sides have the same zones by construction:
// those of engines are of other years.
package zone

import (
	"sync"
	"time"

	"github.com/featc-lang/featc/compiler/zoneinfo"
)

// Horizon is the end of what is known of zones: from then on they keep the
// offset that they had before.
var Horizon = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)

var start = time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC)

// forever is a second after every timestamp.
const forever = 1 << 40

// Exists reports whether there is a zone of a name.
func Exists(name string) bool {
	_, ok := zoneinfo.Load(name)
	return ok
}

// Stretch is a part of a clock; see window.Stretch.
type Stretch struct{ Since, Offset, Reached int64 }

// Clock returns what the clocks of a zone that exists show, as window.Clock has it.
func Clock(name string) []Stretch {
	spans := Spans(name)
	var out []Stretch
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
		out = append(out, Stretch{Since: since, Offset: s.Offset, Reached: reached})
	}
	return out
}

// Readings lists the stretches of local times that a zone that exists shows with
// one offset, each up to where the next one begins: Since is a local time here. A
// local time that happens twice is in the stretch of the first, one that is skipped
// in that of the offset from before the change.
func Readings(name string) []Span {
	var out []Span
	for _, s := range Clock(name) {
		out = append(out, Span{s.Since + s.Offset, s.Offset})
	}
	return out
}

// Span is a time of one offset to UTC, in seconds: it begins at Since, and ends
// where the next one begins. The first holds what is before it, too.
type Span struct{ Since, Offset int64 }

// Spans lists the spans of a zone that exists.
func Spans(name string) []Span {
	if known, ok := spansOf.Load(name); ok {
		return known.([]Span)
	}
	zone, ok := zoneinfo.Load(name)
	if !ok {
		panic("zone: there is no " + name)
	}
	known, _ := spansOf.LoadOrStore(name, spans(zone))
	return known.([]Span)
}

// spansOf holds the spans of zones that were asked for: to find them takes a while.
var spansOf sync.Map

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
