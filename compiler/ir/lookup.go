package ir

import "slices"

// Lookups calls f for every lookup in the row-level expressions of a view, lets
// included, in the order in which they are written.
func (v *View) Lookups(f func(*LookupRef)) {
	look := func(e Expr) {
		Walk(e, func(e Expr) {
			if r, ok := e.(*LookupRef); ok {
				f(r)
			}
		})
	}
	look(v.Where)
	for _, l := range v.Lets {
		look(l.Expr)
	}
	for _, x := range v.Features {
		if x.Agg == nil {
			continue
		}
		look(x.Agg.Where)
		for _, a := range x.Agg.Args {
			look(a)
		}
	}
}

// Tables returns the tables that the events of a view look up, each once.
func (v *View) Tables() []*Source {
	var out []*Source
	v.Lookups(func(r *LookupRef) {
		if !slices.Contains(out, r.Table) {
			out = append(out, r.Table)
		}
	})
	return out
}
