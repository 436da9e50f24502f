package check

import (
	"slices"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/runtime/value"
)

// bounds warns of features for which an operator keeps ever more per key: what the
// different values have, over a window that nothing leaves.
func (c *checker) bounds() {
	if c.bag.HasErrors() {
		return
	}
	windows := c.writtenWindows()
	for _, v := range c.viewList {
		for _, f := range v.features.list {
			for _, x := range f.ir {
				switch {
				case x.Agg == nil:
				case unbounded(x.Agg):
					c.bag.Add(unboundedState(x, windows[x]))
				case unsettled(x):
					c.bag.Add(unboundedEvents(x, windows[x]))
				}
			}
		}
	}
}

// unsettled reports whether an operator keeps every event for a feature, since one may
// still come before any of them.
func unsettled(x *ir.Feature) bool {
	s := x.View.Source
	return x.Agg.Window.AllTime && !x.Agg.Window.Counts() && s.Arrival != ir.None && s.Lateness == ir.None && s.Ticks == nil &&
		slices.ContainsFunc(x.Agg.Components, func(c ir.Component) bool { return c.Kind == ir.CompDrawdown })
}

// unbounded reports whether what an operator keeps for an aggregation has no bound.
func unbounded(a *ir.Aggregation) bool {
	if !a.Window.AllTime || a.Window.Counts() {
		return false
	}
	return slices.ContainsFunc(a.Components, func(c ir.Component) bool {
		if c.Kind == ir.CompDistinct {
			return c.Arg.Type().Kind != value.Bool
		}
		return c.Each != nil && c.Each.Most == 0 && c.Each.Cap == 0
	})
}
