package gostream

import (
	"fmt"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
)

// replayModel is how one group is replayed.
type replayModel struct {
	*groupModel
	State  string // txnsByUserReplay
	Keys   []fieldModel
	Events []fieldModel // the columns that the operator reads, beside its keys
	Fields []replayField
	Reads  []replayRead
}

// replayField sets a field of the event by an expression.
type replayField struct{ Name, Code string }

// replayRead reads one view and appends its features.
type replayRead struct {
	Method, Vector, Var string
	Features            []fieldModel
	Appends             []string
}

// ReplayColumns are the columns of a source that the events of a group have in
// a replay, in order, beside those of its key: what the operator reads of them.
func ReplayColumns(g *plan.Group) []int {
	used := make([]bool, len(g.Source.Columns))
	mark := func(i int) {
		if i != ir.None {
			used[i] = true
		}
	}
	mark(g.Source.Time)
	mark(g.Source.Arrival)
	mark(g.Source.Sequence)
	mark(g.Source.Unique)
	var walk func(e ir.Expr)
	walk = func(e ir.Expr) {
		ir.Walk(e, func(e ir.Expr) {
			switch e := e.(type) {
			case *ir.ColumnRef:
				mark(e.Index)
			case *ir.LetRef:
				walk(e.Let.Expr)
			}
		})
	}
	for _, in := range g.Inputs {
		walk(in.Expr)
	}
	for _, k := range g.Key {
		used[k] = false
	}
	var out []int
	for i, u := range used {
		if u {
			out = append(out, i)
		}
	}
	return out
}

// ReplayFeatures are the features that a replay of a group reads, in order: those
// that are aggregations.
func ReplayFeatures(g *plan.Group) []*ir.Feature {
	var out []*ir.Feature
	for _, v := range g.Views {
		for _, f := range v.Features {
			if f.Agg != nil {
				out = append(out, f)
			}
		}
	}
	return out
}

// Replayable reports whether a group can be replayed by itself: what its events
// look up lies with other keys, and what is read of a view with the view's group.
func Replayable(g *plan.Group) bool { return len(g.Lookups) == 0 && g.Source.Ticks == nil }

func (m *packageModel) replays() []*replayModel {
	var out []*replayModel
	for _, gm := range m.Groups {
		if Replayable(gm.plan) {
			out = append(out, m.replay(gm))
		}
	}
	return out
}

func (m *packageModel) replay(gm *groupModel) *replayModel {
	g := gm.plan
	r := &replayModel{groupModel: gm, State: m.names.of(gm.Field + "Replay")}
	place := func(list []fieldModel, slice string, f fieldModel) replayField {
		return replayField{f.Name, fromColumn(f.Type, fmt.Sprintf("%s[%d]", slice, len(list)))}
	}
	for _, k := range g.Key {
		f := gm.Source.Columns[k]
		r.Fields = append(r.Fields, place(r.Keys, "keys", f))
		r.Keys = append(r.Keys, f)
	}
	for _, c := range ReplayColumns(g) {
		f := gm.Source.Columns[c]
		r.Fields = append(r.Fields, place(r.Events, "events", f))
		r.Events = append(r.Events, f)
	}
	n := 0
	vars := newNames("state")
	for i, v := range g.Views {
		read := replayRead{Method: gm.Views[i].Method, Vector: gm.Views[i].Vector, Var: vars.of(localName(v.Name))}
		for j, f := range v.Features {
			if f.Agg == nil {
				continue
			}
			field := m.views[v].Fields[j]
			read.Appends = append(read.Appends, toColumn(field.Type, fmt.Sprintf("out[%d]", n), "s."+read.Var+"."+field.Name))
			read.Features = append(read.Features, field)
			n++
		}
		r.Reads = append(r.Reads, read)
	}
	return r
}
