package ir

// Ticks makes a source of a view. Its events are what the view gives for a key
// at each instant of a grid, visible there and then, from the first instant on at
// or after which an event of the key is visible. The columns are the entity's
// keys, the instant, and the view's features in their order.
type Ticks struct {
	View     *View
	Every    int64    // the grid is the multiples of it, in microseconds since 1970; 0: a calendar's
	Calendar Calendar // the grid is the beginnings of its units
}

// Feature returns the feature that a column of the source is; nil for a key and
// for the instant.
func (t *Ticks) Feature(column int) *Feature {
	if i := column - len(t.View.Entity.Keys) - 1; i >= 0 {
		return t.View.Features[i]
	}
	return nil
}

// Root returns the declared source that the events of s come from in the end.
func (s *Source) Root() *Source {
	for s.Ticks != nil {
		s = s.Ticks.View.Source
	}
	return s
}

// Chain returns the view, the view that it reads, the view which that reads, and
// so on.
func (v *View) Chain() []*View {
	out := []*View{v}
	for v.Source.Ticks != nil {
		v = v.Source.Ticks.View
		out = append(out, v)
	}
	return out
}

// ReadsOwn reports whether a view's feature is computed from that view alone.
func (f *Feature) ReadsOwn() bool {
	own := true
	Walk(f.Expr, func(e Expr) {
		if r, ok := e.(*FeatureRef); ok {
			own = own && r.Feature.View == f.View && r.Feature.ReadsOwn()
		}
	})
	return own
}
