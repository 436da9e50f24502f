package sql

import (
	"fmt"
	"strings"
	"time"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
)

// LabelAlias is the alias of the labels in the query of Train.
const LabelAlias = labelAlias

// Aliases in the join of labels and events.
const (
	labelAlias = "l"
	eventAlias = "e"
)

// seen is the join of labels with the events that they may see: those of the
// label's entity that are visible, within the widest window in use. Which
// windows an event is in is worked out once, as columns.
type seen struct {
	ev      *events
	ask     labels
	names   scope
	row     string
	reach   ir.Window           // the smallest range that holds every window in use
	leave   sqlast.Expr         // the condition that implies the largest Last; nil if none does
	most    int64               // the largest Last; 0 where windows are ranges of time
	windows map[int]sqlast.Expr // → condition over columns of the join, nil where every row is in
	newest  string              // column that ranks events from the newest, "" until needed
	columns []sqlast.Column     // in_…, newest
	extents map[int]extent      // of windows that begin at an instant of a label; nil for others
	breaks  *breaks             // of sessions; nil for others
}

func (b *builder) newSeen(ev *events, class reach, ask labels) *seen {
	s := &seen{ev: ev, ask: ask, names: scope{}, windows: map[int]sqlast.Expr{}}
	for n := range ev.l.names {
		s.names.take(n)
	}
	s.row = s.names.name(ask.row)
	switch {
	case class.starts:
		s.ask, s.extents = b.withStarts(ev.g, windowsOf(ev.g, class.slots), ask)
		return s
	case class.gap > 0:
		s.reach = ir.All
		s.gaps(ev.g.Slots[class.slots[0]], class.gap)
		return s
	}
	var used []ir.Window
	for _, i := range class.slots {
		w := ev.g.Windows[ev.g.Slots[i].Window]
		if class.last { // what the window counts may lie beyond what it holds
			s.most = max(s.most, w.Last)
			w = ir.All
		}
		used = append(used, w)
	}
	s.reach = hull(used)
	return s
}

// hull is the smallest range that holds every window.
func hull(windows []ir.Window) ir.Window {
	out := windows[0]
	out.Last = 0
	for _, w := range windows[1:] {
		out.AllTime = out.AllTime || w.AllTime
		switch {
		case w.From > out.From:
			out.From, out.FromClosed = w.From, w.FromClosed
		case w.From == out.From:
			out.FromClosed = out.FromClosed || w.FromClosed
		}
		switch {
		case w.To < out.To:
			out.To, out.ToClosed = w.To, w.ToClosed
		case w.To == out.To:
			out.ToClosed = out.ToClosed || w.ToClosed
		}
	}
	return out
}

func (s *seen) at() sqlast.Expr { return qualified(labelAlias, s.ask.at) }

func (s *seen) event(col sqlast.Name) sqlast.Expr { return qualified(eventAlias, col.Col) }

func (s *seen) time() sqlast.Expr { return s.event(s.ev.column(s.ev.g.Source.Time)) }

// bounds are the conditions on an event's time to be in a window's range,
// without those that reach implies.
func (s *seen) bounds(w ir.Window, implied *ir.Window) sqlast.Expr {
	var older, younger sqlast.Expr
	if !w.AllTime && (implied == nil || implied.AllTime || implied.From != w.From || implied.FromClosed != w.FromClosed) {
		op := ">"
		if w.FromClosed {
			op = ">="
		}
		older = sqlast.Bin(s.time(), op, minus(s.at(), w.From))
	}
	if implied == nil || implied.To != w.To || implied.ToClosed != w.ToClosed {
		op := "<"
		if w.ToClosed {
			op = "<="
		}
		younger = sqlast.Bin(s.time(), op, minus(s.at(), w.To))
	}
	return sqlast.And(older, younger)
}

// in is the condition for an event to be in the slot's window.
func (s *seen) in(slot *plan.Slot) sqlast.Expr {
	cond, ok := s.windows[slot.Window]
	if ok {
		return cond
	}
	w := s.ev.g.Windows[slot.Window]
	switch {
	case s.extents != nil:
		cond = s.column("in"+windowName(w), s.between(s.extents[slot.Window]))
		s.windows[slot.Window] = cond
		return cond
	case s.breaks != nil:
		return sqlast.Col(s.breaks.in)
	}
	x := s.bounds(w, &s.reach)
	var ranked sqlast.Expr
	switch {
	case w.Last > 0 && inOrder(s.ev.g.Source):
		x = sqlast.And(x, s.counted(slot, w.Last))
	case w.Last > 0:
		ranked = sqlast.Bin(sqlast.Col(s.ranking(slot)), "<=", sqlast.Int(w.Last))
	}
	if x != nil {
		cond = s.column("in"+windowName(w), x)
	}
	cond = sqlast.And(cond, ranked)
	s.windows[slot.Window] = cond
	return cond
}

// inOrder reports whether events become visible in the order of their times.
func inOrder(s *ir.Source) bool { return s.Arrival == ir.None }

// counted is the condition for an event to be among the newest n that pass the
// view's where, nil where the join implies it. What a label sees of an entity is
// all there is up to some event, so an event is counted until the n-th after it
// becomes visible.
func (s *seen) counted(slot *plan.Slot, n int64) sqlast.Expr {
	until := s.event(s.ev.until(slot, n))
	still := sqlast.Or(sqlast.IsNull{X: until}, sqlast.Bin(until, ">", s.at()))
	if n == s.most {
		s.leave = still
		return nil
	}
	return still
}

// ranking returns the column that numbers, for each label, the events that pass
// the view's where from the newest.
func (s *seen) ranking(slot *plan.Slot) string {
	if s.newest != "" {
		return s.newest
	}
	order := s.ev.order(slot.Ties).(sqlast.Name)
	over := &sqlast.Over{
		PartitionBy: []sqlast.Expr{qualified(labelAlias, s.ask.row)},
		OrderBy:     []sqlast.Order{{X: s.event(order), Desc: true}},
	}
	if base, ok := s.ev.input(slot.Base).(sqlast.Name); ok {
		over.PartitionBy = append(over.PartitionBy, s.event(base))
	}
	s.newest = s.column("newest", sqlast.Call{Func: "row_number", Over: over}).Col
	return s.newest
}

func (s *seen) column(want string, x sqlast.Expr) sqlast.Name {
	name := s.names.name(want)
	s.columns = append(s.columns, sqlast.Column{X: x, As: name})
	return sqlast.Col(name)
}

// query is the join, with the columns that the aggregates read.
func (s *seen) query(inputs string, aggregated []sqlast.Column) *sqlast.Select {
	q := &sqlast.Select{
		Columns: []sqlast.Column{{X: qualified(labelAlias, s.ask.row), As: s.row}},
		From:    aliased(s.ask.name, labelAlias),
	}
	have := map[string]bool{s.row: true}
	if s.breaks != nil {
		have[s.breaks.in] = true
	}
	for _, c := range s.columns {
		have[c.As] = true
	}
	for _, c := range aggregated {
		sqlast.Walk(c.X, func(e sqlast.Expr) {
			if n, ok := e.(sqlast.Name); ok && !have[n.Col] {
				have[n.Col] = true
				q.Columns = append(q.Columns, sqlast.Column{X: s.event(n), As: n.Col})
			}
		})
	}
	q.Columns = append(q.Columns, s.columns...)

	g := s.ev.g
	var on sqlast.Expr
	for i, k := range g.Key {
		on = sqlast.And(on, sqlast.Bin(s.event(s.ev.column(k)), "=", qualified(labelAlias, s.ask.keys[g.Entity.Keys[i].Name])))
	}
	if delayed(g.Source) {
		on = sqlast.And(on, sqlast.Bin(s.event(s.ev.arrival), "<=", s.at()))
	}
	if s.extents != nil {
		on = sqlast.And(on, s.fromEarliest())
	} else {
		on = sqlast.And(on, s.bounds(s.reach, nil), s.leave)
	}
	q.Joins = []sqlast.Join{{Kind: "JOIN", Table: aliased(inputs, eventAlias), On: on}}
	return q
}

// windowName is a suffix for columns about a window: _7d, _8d_1d, _last_10.
func windowName(w ir.Window) string {
	name := ""
	switch {
	case w.Calendar.Unit != 0:
		return "_" + w.Calendar.Name()
	case w.Step > 0:
		return "_" + short(w.From) + "_by_" + short(w.Step)
	}
	if w.Last > 0 {
		name = fmt.Sprintf("_last_%d", w.Last)
	}
	if w.AllTime {
		return name + "_all"
	}
	name += "_" + short(w.From)
	if w.To > 0 {
		name += "_" + short(w.To)
	}
	return name
}

// short is a duration as in a .feat file: 90s, 7d.
func short(us int64) string {
	suffix := map[string]string{"DAY": "d", "HOUR": "h", "MINUTE": "m", "SECOND": "s", "MICROSECOND": "us"}
	i := interval(min(us, int64(100*365*24*time.Hour/time.Microsecond)))
	return strings.ToLower(fmt.Sprintf("%d%s", i.N, suffix[i.Unit]))
}
