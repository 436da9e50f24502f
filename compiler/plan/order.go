package plan

import "github.com/featc-lang/featc/compiler/ir"

// Order returns features and those that they are derived from, each once and
// after all that it reads.
func Order(features []*ir.Feature) []*ir.Feature {
	var out []*ir.Feature
	seen := map[*ir.Feature]bool{}
	var visit func(*ir.Feature)
	visit = func(f *ir.Feature) {
		if seen[f] {
			return
		}
		seen[f] = true
		ir.Walk(f.Expr, func(e ir.Expr) {
			if r, ok := e.(*ir.FeatureRef); ok {
				visit(r.Feature)
			}
		})
		out = append(out, f)
	}
	for _, f := range features {
		visit(f)
	}
	return out
}

// SetOrder returns the features of a set and those that they are derived from,
// each once and after all that it reads.
func SetOrder(s *ir.FeatureSet) []*ir.Feature {
	var features []*ir.Feature
	for _, f := range s.Features {
		features = append(features, f.Feature)
	}
	return Order(features)
}
