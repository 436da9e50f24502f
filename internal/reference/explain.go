package reference

import (
	"cmp"
	"slices"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/engine"
)

// Contribution is one event that a value depends on.
type Contribution struct {
	Source *ir.Source
	Index  int // among the source's events, in input order
}

// Contributing returns the events that feature f sees at a label: those in its
// window that pass the filters, and for a derived feature those of every
// feature below it. Events that admission or last-n windows compared them with
// are not part of it, nor are versions of tables that events look up.
func Contributing(in *engine.Input, label engine.Label, f *ir.Feature) ([]Contribution, error) {
	one := *in
	one.Labels = []engine.Label{label}
	r, err := newRun(&one)
	if err != nil {
		return nil, err
	}
	seen := map[Contribution]bool{}
	r.contributing(label, f, seen)
	var out []Contribution
	for c := range seen {
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b Contribution) int {
		return cmp.Or(cmp.Compare(a.Source.Name, b.Source.Name), cmp.Compare(a.Index, b.Index))
	})
	return out, nil
}

func (r *run) contributing(label engine.Label, f *ir.Feature, seen map[Contribution]bool) {
	if f.Agg == nil {
		ir.Walk(f.Expr, func(e ir.Expr) {
			if ref, ok := e.(*ir.FeatureRef); ok {
				r.contributing(label, ref.Feature, seen)
			}
		})
		return
	}
	keys := r.in.Set.KeyIndex(f.View.Entity)
	for _, row := range r.seen(f, label, keys) {
		switch t := f.View.Source.Ticks; {
		case !row.where:
		case t == nil:
			seen[Contribution{f.View.Source, row.index}] = true
		default:
			for _, up := range t.View.Features {
				r.contributing(engine.Label{At: row.time, Keys: label.Keys}, up, seen)
			}
		}
	}
}
