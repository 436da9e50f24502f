package ir

import (
	"crypto/sha256"
	"encoding/hex"
)

// Hash returns the definition hash of views: 64 hexadecimal digits that change
// with the meaning of any of their features, or of the views and sources that
// those read, and with nothing else. Docs, owners, connectors and positions
// play no part.
func Hash(views ...*View) string {
	p := &printer{}
	seen := map[any]bool{}
	for i := 0; i < len(views); i++ { // grows
		v := views[i]
		if seen[v] {
			continue
		}
		seen[v] = true
		if !seen[v.Entity] {
			seen[v.Entity] = true
			p.line(0, "entity %s (%s)", v.Entity.Name, columnList(v.Entity.Keys))
		}
		for _, s := range append([]*Source{v.Source}, v.Tables()...) {
			if !seen[s] && s.Ticks == nil {
				seen[s] = true
				p.source(s)
			}
		}
		p.view(v)
		views = append(views[:len(views):len(views)], readViews(v)...)
	}
	sum := sha256.Sum256([]byte(p.out.String()))
	return hex.EncodeToString(sum[:])
}

// HashTable returns the definition hash of a table.
func HashTable(s *Source) string {
	p := &printer{}
	p.source(s)
	sum := sha256.Sum256([]byte(p.out.String()))
	return hex.EncodeToString(sum[:])
}

// readViews returns the views whose features v reads: that of its events, and
// those of its derived features.
func readViews(v *View) []*View {
	out := v.Chain()[1:]
	for _, f := range v.Features {
		Walk(f.Expr, func(e Expr) {
			if r, ok := e.(*FeatureRef); ok && r.Feature.View != v {
				out = append(out, r.Feature.View)
			}
		})
	}
	return out
}
