package explain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/project"
)

// kept says, per algebraic class, how an operator keeps a component.
var kept = map[ir.Algebra]string{
	ir.Group:       "a running value: added to as events come, subtracted from as they leave the window",
	ir.Semilattice: "a queue of the values that can still become the answer",
	ir.Ordered:     "its place among the events in time order",
	ir.Multiset:    "a count per different value in the window",
}

// state says what an operator keeps per key for a feature.
func state(f *ir.Feature) []string {
	var out []string
	for _, c := range f.Agg.Components {
		out = append(out, fmt.Sprintf("%s (%s): %s", component(c), c.Kind.Algebra(), kept[c.Kind.Algebra()]))
	}
	w := f.Agg.Window
	switch {
	case w.Last > 0:
		out = append(out, fmt.Sprintf("per %s, the newest %d events and those that are not yet visible", f.View.Entity.Name, w.Last))
	case w.Gap > 0:
		out = append(out, "per "+f.View.Entity.Name+", the events of sessions that can still grow: all, where a source has an arrival time and no lateness")
	case w.Calendar.Previous:
		out = append(out, fmt.Sprintf("per %s, the events of this %s and the last", f.View.Entity.Name, w.Calendar.Unit))
	case w.Calendar.Unit != 0:
		out = append(out, fmt.Sprintf("per %s, the events of this %s", f.View.Entity.Name, w.Calendar.Unit))
	case w.Step > 0 && ordersAll(f):
		out = append(out, fmt.Sprintf("per %s, the events of the last %s", f.View.Entity.Name, duration(w.From)))
	case w.Step > 0:
		tiles := (w.From+w.Step-1)/w.Step + 1
		line := fmt.Sprintf("per %s, %d tiles at most, one for each %s: what its events add up to, not the events", f.View.Entity.Name, tiles, duration(w.Step))
		if name := countsValues(f); name != "" {
			line += "; a tile of " + name + " has a count per different value in it"
		}
		out = append(out, line)
	case w.AllTime:
		out = append(out, "per "+f.View.Entity.Name+", one running state: events are not kept once nothing can come before them")
	default:
		out = append(out, fmt.Sprintf("per %s, the events of the last %s", f.View.Entity.Name, duration(w.From)))
	}
	return out
}

// ordersAll reports whether a feature needs all events of its window in order.
func ordersAll(f *ir.Feature) bool {
	return slices.ContainsFunc(f.Agg.Components, func(c ir.Component) bool { return c.Kind == ir.CompDrawdown })
}

// countsValues names the aggregation of a feature whose tiles have different values;
// "" for others.
func countsValues(f *ir.Feature) string {
	if slices.ContainsFunc(f.Agg.Components, func(c ir.Component) bool { return c.Kind.Algebra() == ir.Multiset }) {
		return f.Agg.Name
	}
	return ""
}

func component(c ir.Component) string {
	if c.Each != nil {
		return c.Each.Outer.Kind.String() + " of the values of " + written(c.Each.Key)
	}
	if c.Arg == nil {
		return c.Kind.String() + "()"
	}
	return c.Kind.String() + "(" + written(c.Arg) + ")"
}

// planFacts says what scan computes a feature, and what shares it.
func planFacts(p *project.Project, f *ir.Feature) []string {
	var out []string
	for i := range f.Agg.Components {
		at := p.Plan.Slot(f, i)
		if i == 0 {
			g := at.Group
			var views []string
			for _, v := range g.Views {
				views = append(views, v.Name)
			}
			out = append(out, fmt.Sprintf("scan %s: the %s by %s, read once for %s (windows: %d, slots: %d)",
				g.Name, scanned(g.Source), g.Entity.Name, strings.Join(views, ", "), len(g.Windows), len(g.Slots)))
		}
		slot := at.Group.Slots[at.Slot]
		line := fmt.Sprintf("%s = %s", slot.Name, slot.Kind)
		if others := sharing(p, f, at.Slot); others > 0 {
			line += fmt.Sprintf(", shared with other features (%d)", others)
		}
		out = append(out, line)
	}
	return out
}

// scanned says what a scan reads.
func scanned(s *ir.Source) string {
	if s.Ticks != nil {
		return rows(s)
	}
	return "events of " + s.Name
}

// sharing counts the other features that need a slot.
func sharing(p *project.Project, f *ir.Feature, slot int) int {
	n := 0
	group := p.Plan.Slot(f, 0).Group
	for _, v := range group.Views {
		for _, other := range v.Features {
			if other == f || other.Agg == nil {
				continue
			}
			for i := range other.Agg.Components {
				if at := p.Plan.Slot(other, i); at.Group == group && at.Slot == slot {
					n++
					break
				}
			}
		}
	}
	return n
}
