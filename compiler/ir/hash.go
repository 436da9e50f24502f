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

// HashFeature returns the definition hash of one feature: 16 hexadecimal digits that
// change with its meaning, or with that of the view, the source, the features and
// the lets that it reads, and with nothing else. A feature of a view over a view
// changes with any feature of the view below.
func HashFeature(f *Feature) string {
	p := &printer{}
	seen := map[*Feature]bool{}
	var one func(f *Feature)
	one = func(f *Feature) {
		if seen[f] {
			return
		}
		seen[f] = true
		p.meaning(f)
		Walk(f.Expr, func(e Expr) {
			if r, ok := e.(*FeatureRef); ok {
				one(r.Feature)
			}
		})
	}
	one(f)
	sum := sha256.Sum256([]byte(p.out.String()))
	return hex.EncodeToString(sum[:8])
}

// meaning prints a feature with what it reads but other features. Lets stand where
// they are used, so that one which is not plays no part.
func (p *printer) meaning(f *Feature) {
	if v := f.View; v != nil {
		p.line(0, "entity %s (%s)", v.Entity.Name, columnList(v.Entity.Keys))
		below := v.Chain()[1:]
		if len(below) > 0 {
			p.line(0, "over %s", Hash(below...))
		}
		for _, s := range append([]*Source{v.Source}, v.Tables()...) {
			if s.Ticks == nil {
				p.source(s)
			}
		}
		alone := *v
		alone.Lets, alone.Features, alone.Where = nil, nil, nil
		p.view(&alone)
		if v.Where != nil {
			p.line(1, "where %s", FormatWith(v.Where, inlined))
		}
	}
	line := f.Name + ": " + f.Type.String()
	if f.Default != nil {
		line += " default " + FormatConst(*f.Default, f.Type)
	}
	a := f.Agg
	if a == nil {
		p.line(1, "%s = %s", line, Format(f.Expr))
		return
	}
	p.line(1, "%s = %s over %s", line, a.Name, a.Window)
	for _, e := range a.Args {
		p.line(2, "%s", FormatWith(e, inlined))
	}
	if a.Where != nil {
		p.line(2, "where %s", FormatWith(a.Where, inlined))
	}
	for _, c := range a.Components {
		p.line(2, "%s = %s", c.Type(), FormatComponent(c, inlined))
	}
	for _, s := range a.Steps {
		p.line(2, "%s", Format(s))
	}
	p.line(2, "finish %s", Format(a.Finish))
}

// inlined is a let's expression in its place.
func inlined(l *Let) string { return "(" + FormatWith(l.Expr, inlined) + ")" }
