package sql

import (
	"fmt"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
)

// lane is an order of events by some instant of theirs: when they happen, when they
// are known, when they leave a window. Labels look at it at probes.
type lane struct {
	name  string // "" is by event time
	about string
	at    sqlast.Expr // of an event
	where sqlast.Expr // nil: every event is in it
}

// probe is an instant of a label at which it looks at a lane; nil is before all
// events.
type probe struct {
	lane int
	name string
	at   sqlast.Expr
}

// term is a probe with a sign: what had been summed by then is added or taken away.
type term struct {
	probe int
	minus bool
}

// lanes turn windows into probes. Every event is in a window for the reads of one
// interval: from when it is past the probes at one end until it is past that at the
// other.
type lanes struct {
	ev      *events
	ask     labels
	extents map[int]extent
	list    []lane
	probes  []probe
	laneOf  map[string]int
	probeOf map[string]int
	taken   scope // names of probes
}

// newLanes prepares for the windows of slots.
func newLanes(ev *events, slots []int, ask labels) *lanes {
	s := &lanes{ev: ev, ask: ask, laneOf: map[string]int{}, probeOf: map[string]int{}, taken: scope{}}
	var started []int
	for _, w := range windowsOf(ev.g, slots) {
		if hasStart(ev.g.Windows[w]) {
			started = append(started, w)
		}
	}
	if len(started) > 0 {
		s.ask, s.extents = ev.b.withStarts(ev.g, started, ask)
	}
	return s
}

func (s *lanes) at() sqlast.Expr { return qualified(labelAlias, s.ask.at) }

func (s *lanes) time() sqlast.Expr { return s.ev.column(s.ev.g.Source.Time) }

// lane returns the index of a lane, which is added where its key is new.
func (s *lanes) lane(key string, l lane) int {
	i, ok := s.laneOf[key]
	if !ok {
		i = len(s.list)
		s.laneOf[key] = i
		s.list = append(s.list, l)
	}
	return i
}

// byTime is the lane of event times.
func (s *lanes) byTime() int {
	return s.lane("", lane{about: "when they happen", at: s.time()})
}

// probe returns the index of a probe of a lane at an instant.
func (s *lanes) probe(lane int, name string, at sqlast.Expr) int {
	if prefix := s.list[lane].name; prefix != "" {
		name = prefix + "_" + name
	}
	key := fmt.Sprint(lane)
	if at != nil {
		key += " " + sqlast.PrintExpr(s.ev.b.d, at)
	}
	i, ok := s.probeOf[key]
	if !ok {
		i = len(s.probes)
		s.probeOf[key] = i
		s.probes = append(s.probes, probe{lane, s.taken.name(name), at})
	}
	return i
}

// edge is one end of a window: where the label looks in a lane. What happened up
// to there is past the end.
type edge struct {
	lane int
	name string
	at   sqlast.Expr
}

// span is a window: an event is in it once it is past every enter, until it is
// past leave.
type span struct {
	enter []edge
	leave *edge // nil: never
}

// span is the window of a slot.
func (s *lanes) span(slot *plan.Slot) span {
	g := s.ev.g
	w := g.Windows[slot.Window]
	newer, older := ages(g.Source, w)
	arrives := g.Source.Arrival != ir.None
	now := func(lane int) *edge { return &edge{lane, "now", s.at()} }
	aged := func(age int64) *edge { return &edge{s.byTime(), ago(age), minus(s.at(), age)} }
	switch {
	case w.Last > 0:
		return span{enter: []edge{*aged(newer)}, leave: now(s.until(slot, w))}
	case w.Gap > 0:
		return span{enter: []edge{*aged(0)}, leave: now(s.runs(slot, w))}
	case hasStart(w):
		return s.started(slot.Window, newer)
	case arrives && w.AllTime:
		return span{enter: []edge{*now(s.entered(newer))}}
	case arrives:
		return span{enter: []edge{*now(s.entered(newer))}, leave: aged(older)}
	case w.AllTime:
		return span{enter: []edge{*aged(newer)}}
	}
	return span{enter: []edge{*aged(newer)}, leave: aged(older)}
}

// started is a window that begins at an instant of the label.
func (s *lanes) started(window int, newer int64) span {
	e, w := s.extents[window], s.ev.g.Windows[window]
	name := windowName(w)
	leave := edge{s.byTime(), "before" + name, microsecondBefore(e.first)}
	var enter []edge
	if e.end != nil {
		enter = append(enter, edge{s.byTime(), "by_end_of" + name, microsecondBefore(e.end)})
	}
	switch {
	case s.ev.g.Source.Arrival != ir.None:
		enter = append(enter, edge{s.entered(0), "now", s.at()})
	case e.end == nil || newer > 0:
		known := edge{s.byTime(), ago(newer), minus(s.at(), newer)}
		// Both are in one order, so that one of the two is the end.
		earlier := func(x edge) edge {
			if newer > 0 {
				x.at = sqlast.Fn("least", x.at, known.at)
			}
			return x
		}
		leave = earlier(leave)
		if e.end == nil {
			enter = []edge{known}
		} else {
			enter[0] = earlier(enter[0])
		}
	}
	return span{enter: enter, leave: &leave}
}

// terms are what is to be added and taken away for the window of a slot: what has
// entered it less what has left it.
func (s *lanes) terms(slot *plan.Slot) []term {
	span := s.span(slot)
	var out []term
	for _, e := range span.enter {
		out = append(out, term{s.probe(e.lane, e.name, e.at), false})
	}
	if e := span.leave; e != nil {
		out = append(out, term{s.probe(e.lane, e.name, e.at), true})
	}
	return s.level(out)
}

// level adds what lanes had summed before an entity's first event where the terms
// do not cancel it out.
func (s *lanes) level(terms []term) []term {
	net := make([]int, len(s.list))
	for _, t := range terms {
		if t.minus {
			net[s.probes[t.probe].lane]--
		} else {
			net[s.probes[t.probe].lane]++
		}
	}
	for i, n := range net {
		if n != 0 {
			terms = append(terms, term{s.probe(i, "before", nil), n > 0})
		}
	}
	return terms
}

// ages are how old an event is from when on it is in a window, and from when on
// no more, in microseconds. Where events arrive, the former is that of their
// times alone.
func ages(src *ir.Source, w ir.Window) (newer, older int64) {
	newer = w.To
	if !w.ToClosed && w.Calendar.Unit == 0 {
		newer++
	}
	if src.Arrival == ir.None {
		newer = max(newer, src.Delay)
	}
	older = w.From
	if w.FromClosed {
		older++
	}
	return newer, max(newer, older) // an event that is known too late is never in it
}

// entered is the lane of when events are known and of an age.
func (s *lanes) entered(age int64) int {
	l := lane{name: "entered", about: "when they are known and have happened", at: sqlast.Fn("greatest", s.ev.arrival, plus(s.time(), age))}
	if age > 0 {
		l.name, l.about = l.name+"_"+ago(age), "when they are known and old enough"
	}
	return s.lane(l.name, l)
}

// until is the lane of when events are among the newest n no more, or too old.
func (s *lanes) until(slot *plan.Slot, w ir.Window) int {
	l := lane{name: "until" + windowName(w), about: "when they are among the newest no more", at: s.ev.until(slot, w.Last)}
	if w.AllTime {
		l.where = sqlast.IsNull{X: l.at, Not: true}
	} else {
		_, older := ages(s.ev.g.Source, w)
		left := plus(s.time(), older)
		l.at = sqlast.Fn("least", sqlast.Fn("coalesce", l.at, left), left)
	}
	if base := s.ev.input(slot.Base); base != nil {
		l.where = sqlast.And(base, l.where)
	}
	return s.lane(fmt.Sprint("until ", w, slot.Base, slot.Ties), l)
}

// runs is the lane of when the sessions of events end.
func (s *lanes) runs(slot *plan.Slot, w ir.Window) int {
	return s.lane(fmt.Sprint("session ", w, slot.Base), lane{
		name: "session_" + short(w.Gap), about: "when their session is over",
		at: plus(plus(s.ev.runEnd(slot, w.Gap), w.Gap), 1), where: s.ev.input(slot.Base),
	})
}

// microsecondBefore is the last instant before x.
func microsecondBefore(x sqlast.Expr) sqlast.Expr { return minus(x, 1) }

// ago names an instant by its age.
func ago(us int64) string {
	switch {
	case us == 0:
		return "now"
	case us > 1 && us%1000 == 1:
		return short(us-1) + "_1us_ago"
	}
	return short(us) + "_ago"
}
