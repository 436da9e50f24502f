package sql

import (
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/plan"
)

// sums are columns that are summed over events, shared by the counts and sums of a
// group.
type sums struct {
	ev    *events
	prims map[int]primitive
	list  []summed
	of    map[string]int
	names scope // of the columns, beside the keys
}

// summed is a column that is summed: what an event adds where a condition is true.
type summed struct {
	name string
	x    sqlast.Expr // nil: 1
	cond sqlast.Expr // nil: always
}

// addition is what an event adds, or null.
func (s summed) addition() sqlast.Expr {
	x := s.x
	if x == nil {
		x = sqlast.Int(1)
	}
	if s.cond != nil {
		x = sqlast.If(s.cond, x)
	}
	return x
}

// summedSlot is a slot: the sums that are its parts and, for those that are null over
// nothing, how many values went into them.
type summedSlot struct {
	index  int
	sums   []int
	counts []int // -1 for a count
	parts  []string
}

func newSums(ev *events, prims map[int]primitive) *sums {
	s := &sums{ev: ev, prims: prims, of: map[string]int{}, names: scope{}}
	for _, k := range ev.g.Key {
		s.names.name(ev.column(k).Col)
	}
	return s
}

// slot adds the columns of a slot.
func (s *sums) slot(index int) summedSlot {
	slot := s.ev.g.Slots[index]
	out := summedSlot{index: index}
	filter := s.ev.input(slot.Filter)
	nullable := slot.Arg != plan.None && s.ev.g.Inputs[slot.Arg].Expr.Type().Nullable
	for _, a := range s.prims[index].(invertible).addends() {
		x, ok := a.x.(sqlast.Name)
		if !ok && a.x != nil {
			x = s.ev.l.define(slot.Name+"_arg", a.x)
		}
		name := "events"
		var known sqlast.Expr
		if nullable || a.suffix != "" { // a limb may be null where its argument is not
			name, known = x.Col+"_known", sqlast.IsNull{X: x, Not: true}
		}
		count := s.add(name, summed{cond: sqlast.And(filter, known)}, filter)
		if a.counts {
			out.sums, out.counts = append(out.sums, count), append(out.counts, -1)
		} else {
			sum := s.add(x.Col+"_sum", summed{x: x, cond: filter}, filter)
			out.sums, out.counts = append(out.sums, sum), append(out.counts, count)
		}
		out.parts = append(out.parts, slot.Name+a.suffix)
	}
	return out
}

// add returns the index of a column, which is added where it is new.
func (s *sums) add(name string, column summed, filter sqlast.Expr) int {
	if f, ok := filter.(sqlast.Name); ok {
		name += "_if_" + f.Col
	}
	key := name + " " + sqlast.PrintExpr(s.ev.b.d, column.addition())
	i, ok := s.of[key]
	if !ok {
		i = len(s.list)
		s.of[key] = i
		column.name = s.names.name(name)
		s.list = append(s.list, column)
	}
	return i
}
