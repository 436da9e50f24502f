package gostream

import (
	"fmt"
	"slices"
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
)

// tickModel is a group of views over a view. Its state is within that of the group
// with the events in the end, which reads the view and gives it the rows.
type tickModel struct {
	Group    *groupModel
	Name     string // DailyEvery1d, a suffix
	Field    string // of the state that it is within
	Grid     string // variable
	GridCode string
	Reach    string     // how far back the windows look, as Go
	Of       *tickModel // what it reads is within the same state; nil where it is that state
	View     string     // that it reads
	Vector   string     // type of the view's vector
	Values   string     // method that reads it
	Derived  []derivedModel
	Row      []assignment // fields of the row
}

type assignment struct{ Field, Code string }

// Since is the instant from which on what is read has values.
func (t *tickModel) Since() string {
	if t.Of != nil {
		return t.Of.First()
	}
	return "at"
}

// First is the variable with the instant of the first row.
func (t *tickModel) First() string { return "first" + t.Name }

// HasReaders reports whether another group within the same state reads this one.
func (t *tickModel) HasReaders(all []*tickModel) bool {
	return slices.ContainsFunc(all, func(o *tickModel) bool { return o.Of == t })
}

// Later are the groups within the state, those that read others first.
func (gm *groupModel) Later() []*tickModel {
	out := slices.Clone(gm.Nested)
	slices.Reverse(out)
	return out
}

// rootOf returns the group whose events are those of a declared source, from which
// the rows of g come in the end.
func rootOf(p *plan.Plan, g *plan.Group) *plan.Group {
	for g.Source.Ticks != nil {
		g = groupOf(p, g.Source.Ticks.View)
	}
	return g
}

// isTicked reports whether there is a view over a view.
func (m *packageModel) isTicked(v *ir.View) bool {
	return slices.ContainsFunc(m.plan.Groups, func(g *plan.Group) bool {
		return g.Source.Ticks != nil && g.Source.Ticks.View == v
	})
}

// tickSource models the rows that a group of views over a view is given.
func (m *packageModel) tickSource(g *plan.Group) *sourceModel {
	s := g.Source
	return &sourceModel{Type: m.names.of(localName(s.Name), localName(s.Name)+"Row"), Feat: s.Name, Columns: fields(s.Columns), ir: s}
}

// ticked lists the columns of those rows: the instant, and what the views read.
func ticked(g *plan.Group) []int {
	columns := g.Columns(allSlots(g))
	if !slices.Contains(columns, g.Source.Time) {
		columns = append(columns, g.Source.Time)
	}
	slices.Sort(columns)
	return columns
}

func allSlots(g *plan.Group) []int {
	all := make([]int, len(g.Slots))
	for i := range all {
		all[i] = i
	}
	return all
}

// TickFields are the fields of the rows that a group of views over a view is given.
func (gm *groupModel) TickFields() []fieldModel {
	var out []fieldModel
	for _, c := range ticked(gm.plan) {
		out = append(out, gm.Source.Columns[c])
	}
	return out
}

// addTicks models how a group within another one gets its rows.
func (m *packageModel) addTicks(gm *groupModel) {
	src := gm.plan.Source
	view := src.Ticks.View
	root := m.groups[rootOf(m.plan, gm.plan)]
	vector := m.views[view].Type
	t := &tickModel{
		Group: gm, Name: exportedName(src.Name), Field: root.stateName.of(localName(src.Name)),
		Grid: m.names.of(gm.Field + "Grid"), GridCode: m.grid(src.Ticks), Reach: "tick.Unbounded",
		View: view.Name, Vector: vector, Values: "valuesOf" + vector,
	}
	if reach, ok := gm.plan.Reach(allSlots(gm.plan)); ok {
		t.Reach = micros(reach)
	}
	t.Of = m.groups[groupOf(m.plan, view)].Ticks
	b := m.reader(&readerModel{}, &ir.FeatureSet{Entities: []*ir.Entity{view.Entity}})
	b.vectors[view] = "v"
	for _, c := range ticked(gm.plan) {
		field := gm.Source.Columns[c].Name
		f := src.Ticks.Feature(c)
		switch {
		case f != nil:
			b.need(f)
			t.Row = append(t.Row, assignment{field, b.places[f]})
		case c == src.Time:
			t.Row = append(t.Row, assignment{field, "at"})
		default:
			t.Row = append(t.Row, assignment{field, "s.key." + gm.Key.Fields[c].Name})
			if root.KeyOf == nil {
				key := newKeyOf(root.Key, root.Source, root.plan.Key)
				root.KeyOf = &key
			}
		}
	}
	t.Derived = b.r.Derived
	gm.Ticks = t
	root.Nested = append(root.Nested, t)
}

// grid is the code of a grid.
func (m *packageModel) grid(t *ir.Ticks) string {
	if t.Every > 0 {
		return fmt.Sprintf("tick.Grid{Every: %s}", micros(t.Every))
	}
	unit := t.Calendar.Unit.String()
	return fmt.Sprintf("tick.Grid{Calendar: window.Calendar{Clock: %s, Unit: window.Unit%s}}", m.clock(t.Calendar.Zone), strings.ToUpper(unit[:1])+unit[1:])
}
