package plan

import (
	"slices"

	"github.com/featc-lang/featc/compiler/ir"
)

// GroupOf returns the group that a view's events are read in; nil where the view
// has no aggregation.
func (p *Plan) GroupOf(v *ir.View) *Group {
	for _, g := range p.Groups {
		if slices.Contains(g.Views, v) {
			return g
		}
	}
	return nil
}

// Columns lists the columns of the source that slots of a group read, ascending.
func (g *Group) Columns(slots []int) []int {
	var out []int
	seen := map[int]bool{}
	var visit func(ir.Expr)
	visit = func(e ir.Expr) {
		switch e := e.(type) {
		case *ir.ColumnRef:
			if !slices.Contains(out, e.Index) {
				out = append(out, e.Index)
			}
		case *ir.LetRef:
			ir.Walk(e.Let.Expr, visit)
		}
	}
	for _, i := range slots {
		for _, in := range g.Slots[i].Inputs() {
			if !seen[in] {
				seen[in] = true
				ir.Walk(g.Inputs[in].Expr, visit)
			}
		}
	}
	slices.Sort(out)
	return out
}

const day = 24 * 3600 * 1_000_000

// longest is more than any unit of a calendar lasts, clocks that are set back and
// days that are skipped included.
var longest = map[ir.Unit]int64{
	ir.UnitHour: day, ir.UnitDay: 3 * day, ir.UnitWeek: 10 * day, ir.UnitMonth: 34 * day, ir.UnitYear: 369 * day,
}

// Reach is how far back a read looks through slots of a group, in microseconds of
// event time: nothing older plays a part. ok is false where that has no bound.
func (g *Group) Reach(slots []int) (reach int64, ok bool) {
	for _, i := range slots {
		w := g.Windows[g.Slots[i].Window]
		switch {
		case w.Calendar.Unit != 0 && w.Calendar.Previous:
			reach = max(reach, 2*longest[w.Calendar.Unit])
		case w.Calendar.Unit != 0:
			reach = max(reach, longest[w.Calendar.Unit])
		case w.AllTime: // sessions and numbers of events included
			return 0, false
		default:
			reach = max(reach, w.From+w.Step)
		}
	}
	return reach, true
}
