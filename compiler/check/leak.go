package check

import (
	"path/filepath"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/lang/ast"
)

// leaks warns of what lets a training set see more than a server will. It looks
// at programs without errors. What it goes by is declared: a column of the label
// file that is no key, time or request field cannot become a feature, and what a
// label stands for is not known here.
func (c *checker) leaks() {
	if c.bag.HasErrors() {
		return
	}
	windows := c.writtenWindows()
	warned := map[*ir.Source]bool{}
	for _, s := range c.program.Sets {
		if s.Labels == nil {
			continue // nothing is trained
		}
		for _, v := range s.Views() {
			if src := v.Source.Root(); src.Batch != nil && !warned[src] && !c.saysWhenKnown(src) {
				warned[src] = true
				c.bag.Add(unknownArrival(src, s))
			}
		}
		c.ownEvents(s, windows)
		for _, field := range s.Request {
			c.requestFromLater(s, field)
		}
	}
}

// saysWhenKnown reports whether a source declares when its events are known;
// `delay 0s` says that they are at once.
func (c *checker) saysWhenKnown(s *ir.Source) bool { return s.Arrival != ir.None || c.delayed[s] }

// writtenWindows returns the window of each aggregation as it was written, nil
// where `over` is left out.
func (c *checker) writtenWindows() map[*ir.Feature]*ast.Window {
	out := map[*ir.Feature]*ast.Window{}
	for _, v := range c.viewList {
		for _, f := range v.features.list {
			for i, x := range f.ir {
				out[x] = nil
				if i < len(f.ast.Windows) {
					out[x] = f.ast.Windows[i]
				}
			}
		}
	}
	return out
}

// ownEvents warns once per view of windows that hold the very event that a label
// stands for: the labels are the events of the source, at their own times, and
// nothing says that an event is known later than it happens.
func (c *checker) ownEvents(s *ir.FeatureSet, windows map[*ir.Feature]*ast.Window) {
	seen := map[*ir.View][]*ir.Feature{}
	for _, f := range aggregated(s) {
		src := f.View.Source
		if !isEventOf(s, src) || !ownKey(f.View) || src.Arrival != ir.None || src.Delay > 0 {
			continue
		}
		if w := windows[f]; holdsNow(f.Agg.Window) && (!c.delayed[src] || !saysNow(w)) {
			seen[f.View] = append(seen[f.View], f)
		}
	}
	for _, v := range s.Views() {
		if fs := seen[v]; len(fs) > 0 {
			c.bag.Add(ownEvent(s, fs, windows[fs[0]]))
		}
	}
}

// requestFromLater warns of a request field that training reads from a column
// whose rows are, by their source, known only after the instant of the label.
func (c *checker) requestFromLater(s *ir.FeatureSet, field *ir.Column) {
	var later *ir.Source
	for _, src := range c.program.Sources {
		if !isEventOf(s, src) || columnIndex(src.Columns, field.Name) < 0 {
			continue
		}
		if src.Arrival == ir.None && src.Delay == 0 || src.Arrival == src.Time {
			return // another source of the file has it in time
		}
		later = src
	}
	if later != nil {
		c.bag.Add(lateRequest(s, field, later))
	}
}

// aggregated returns the aggregations that a set reads, directly or through
// derived features.
func aggregated(s *ir.FeatureSet) []*ir.Feature {
	var out []*ir.Feature
	seen := map[*ir.Feature]bool{}
	var visit func(f *ir.Feature)
	visit = func(f *ir.Feature) {
		if seen[f] {
			return
		}
		seen[f] = true
		if f.Agg != nil {
			out = append(out, f)
		}
		ir.Walk(f.Expr, func(e ir.Expr) {
			if r, ok := e.(*ir.FeatureRef); ok {
				visit(r.Feature)
			}
		})
	}
	for _, f := range s.Features {
		visit(f.Feature)
	}
	return out
}

// isEventOf reports whether the labels of a set are the events of a source, each
// at its event time.
func isEventOf(s *ir.FeatureSet, src *ir.Source) bool {
	return src.Batch != nil && sameFile(s.Labels, src.Batch) && src.Columns[src.Time].Name == s.Time.Name
}

// ownKey reports whether a view finds the entity where the labels do. With `on`
// it may be another one, as in what a seller buys.
func ownKey(v *ir.View) bool {
	for i, k := range v.Entity.Keys {
		if v.Source.Columns[v.Key[i]].Name != k.Name {
			return false
		}
	}
	return true
}

func sameFile(a, b *ir.Connector) bool {
	x, y := a.File(), b.File()
	if x == y {
		return true
	}
	forth, _ := filepath.Match(x, y) // a malformed pattern is found when files are read
	back, _ := filepath.Match(y, x)
	return forth || back
}

// holdsNow reports whether an event at t is in the window at t.
func holdsNow(w ir.Window) bool { return w.To == 0 && w.ToClosed }

// saysNow reports whether a window is written with a closed end at now.
func saysNow(w *ast.Window) bool { return w != nil && w.Kind == ast.WindowInterval }
