package reference

import (
	"fmt"
	"slices"
	"sort"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/runtime/value"
)

// row is an event that passes the view's where, as one feature sees it.
type row struct {
	*event
	args  []value.Value // the aggregation's arguments as written
	comps []compared    // what each component reads
	where bool          // whether the feature's own where is true
}

// compared is what a component reads of an event, or of a key; null where it
// reads none.
type compared struct{ arg, by, key value.Value }

// rows returns, per entity key, the rows of the feature's view in the order in
// which they count as newer: event time, sequence, unique id, the feature's
// arguments, the feature's where.
func (r *run) rows(f *ir.Feature) map[string][]*row {
	if out, ok := r.sorted[f]; ok {
		return out
	}
	out := map[string][]*row{}
	r.sorted[f] = out
	failed := r.report.failures(f)
	for key, events := range r.admit(f.View.Source, f.View.Key) {
		var rows []*row
		for _, e := range events {
			if row, ok := r.newRow(f, e, failed); ok {
				rows = append(rows, row)
			}
		}
		slices.SortFunc(rows, func(a, b *row) int { return compareRows(f.View.Source, a, b) })
		out[key] = rows
	}
	return out
}

// newRow evaluates a feature's row-level expressions over an event; false where
// the view's where is not true.
func (r *run) newRow(f *ir.Feature, e *event, failed *int) (*row, bool) {
	out := &row{event: e, where: true}
	before := *failed
	eval := func(x ir.Expr) value.Value { return r.evalRow(x, e, failed) }
	if f.View.Where != nil && !isTrue(eval(f.View.Where)) {
		return out, false
	}
	if f.Agg.Where != nil {
		out.where = isTrue(eval(f.Agg.Where))
	}
	for _, a := range f.Agg.Args {
		out.args = append(out.args, eval(a))
	}
	for _, c := range f.Agg.Components {
		var v compared
		if c.Arg != nil {
			v.arg = eval(c.Arg)
		}
		if c.By != nil {
			v.by = eval(c.By)
		}
		if c.Each != nil {
			v.key = eval(c.Each.Key)
		}
		out.comps = append(out.comps, v)
	}
	if *failed > before {
		*failed = before + 1
	}
	return out, true
}

// evalRow evaluates a row-level expression over an event, and counts the
// operations that fail.
func (r *run) evalRow(x ir.Expr, e *event, failed *int) value.Value {
	leaf := func(leaf ir.Expr) value.Value {
		switch ref := leaf.(type) {
		case *ir.ColumnRef:
			return e.row[ref.Index]
		case *ir.LookupRef:
			return r.lookup(ref, e)
		}
		panic(fmt.Sprintf("reference: %T in a row-level expression", leaf))
	}
	return evaluator{leaf: leaf, failed: failed}.eval(x)
}

func compareRows(src *ir.Source, a, b *row) int {
	if c := compareTime(src, a.event, b.event); c != 0 {
		return c
	}
	for i := range a.args {
		if c := compareNullsFirst(a.args[i], b.args[i]); c != 0 {
			return c
		}
	}
	return compareBool(a.where, b.where)
}

// window returns the rows that a window at t holds, oldest first. Rows are
// compared by age, t minus event time, as windows are written.
func window(rows []*row, w ir.Window, t int64) []*row {
	// Ages fall along rows: those up to t end where the age becomes negative.
	rows = rows[:sort.Search(len(rows), func(i int) bool { return t < rows[i].time })]
	switch {
	case w.Calendar.Unit != 0:
		first, end := calendarBounds(w.Calendar, t)
		return visibleAt(inRange(rows, first, end), t)
	case w.Gap > 0:
		return session(visibleAt(rows, t), w.Gap, t)
	case w.Step > 0:
		first := t - w.From
		first -= ((first % w.Step) + w.Step) % w.Step
		return visibleAt(inRange(rows, first, t+1), t)
	case w.Last > 0:
		visible := visibleAt(rows, t)
		if n := int64(len(visible)); n > w.Last {
			visible = visible[n-w.Last:]
		}
		return between(visible, w, t)
	}
	return visibleAt(between(rows, w, t), t)
}

// inRange returns the rows with an event time from first up to, not including,
// end.
func inRange(rows []*row, first, end int64) []*row {
	var out []*row
	for _, r := range rows {
		if first <= r.time && r.time < end {
			out = append(out, r)
		}
	}
	return out
}

// session returns the newest rows up to the first gap, the one between the
// newest row and t included.
func session(rows []*row, gap, t int64) []*row {
	next, start := t, len(rows)
	for start > 0 && next-rows[start-1].time <= gap {
		start--
		next = rows[start].time
	}
	return rows[start:]
}

// visibleAt returns the rows that have arrived by t.
func visibleAt(rows []*row, t int64) []*row {
	out := make([]*row, 0, len(rows))
	for _, r := range rows {
		if r.arrival <= t {
			out = append(out, r)
		}
	}
	return out
}

// between returns the rows whose age lies between the ends of the window.
func between(rows []*row, w ir.Window, t int64) []*row {
	notTooOld := func(i int) bool {
		age := t - rows[i].time
		return w.AllTime || age < w.From || age == w.From && w.FromClosed
	}
	tooYoung := func(i int) bool {
		age := t - rows[i].time
		return age < w.To || age == w.To && !w.ToClosed
	}
	start := sort.Search(len(rows), notTooOld)
	end := sort.Search(len(rows), tooYoung)
	return rows[start:max(start, end)]
}
