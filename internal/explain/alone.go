package explain

import (
	"slices"

	"github.com/featc-lang/featc/compiler/ir"
)

// alone is a program that has one feature, with what that is derived from, and
// nothing else: what is generated from it is what the feature takes.
func alone(program *ir.Program, f *ir.Feature) *ir.Program {
	if views := readBy(f); slices.ContainsFunc(views, func(v *ir.View) bool { return v.Source.Ticks != nil }) {
		return only(program, views, f.Set)
	}
	a := &extract{
		features: map[*ir.Feature]*ir.Feature{},
		views:    map[*ir.View]*ir.View{},
		program:  &ir.Program{Package: program.Package, Files: program.Files, Entities: program.Entities},
	}
	if f.Set != nil {
		set := *f.Set
		a.set = &set
		a.set.Features, a.set.Derived = nil, nil
		a.program.Sets = []*ir.FeatureSet{a.set}
	}
	a.feature(f)
	for _, s := range program.Sources {
		if slices.ContainsFunc(a.program.Views, func(v *ir.View) bool { return v.Source == s || slices.Contains(v.Tables(), s) }) {
			a.program.Sources = append(a.program.Sources, s)
		}
	}
	return a.program
}

// extract copies the part of a program that a feature needs.
type extract struct {
	features map[*ir.Feature]*ir.Feature
	views    map[*ir.View]*ir.View
	set      *ir.FeatureSet
	program  *ir.Program
}

func (a *extract) feature(f *ir.Feature) *ir.Feature {
	if c, ok := a.features[f]; ok {
		return c
	}
	c := *f
	a.features[f] = &c
	c.Expr = a.expr(f.Expr)
	if f.View == nil {
		c.Set = a.set
		a.set.Features = append(a.set.Features, &ir.SetFeature{Name: f.Name, Feature: &c})
		a.set.Derived = append(a.set.Derived, &c)
		return &c
	}
	view, ok := a.views[f.View]
	if !ok {
		v := *f.View
		v.Features = nil
		view = &v
		a.views[f.View] = view
		a.program.Views = append(a.program.Views, view)
	}
	c.View = view
	view.Features = append(view.Features, &c)
	return &c
}

// expr copies a derived expression, so that it refers to copies of features.
func (a *extract) expr(e ir.Expr) ir.Expr {
	switch e := e.(type) {
	case *ir.FeatureRef:
		return &ir.FeatureRef{Feature: a.feature(e.Feature), S: e.S}
	case *ir.Call:
		c := *e
		c.Args = make([]ir.Expr, len(e.Args))
		for i, arg := range e.Args {
			c.Args[i] = a.expr(arg)
		}
		return &c
	}
	return e
}

// readBy lists the views that a feature reads, directly or through others, and
// those that its set does.
func readBy(f *ir.Feature) []*ir.View {
	var out []*ir.View
	var visit func(*ir.Feature)
	visit = func(f *ir.Feature) {
		if f.View != nil && !slices.Contains(out, f.View) {
			for _, v := range f.View.Chain() {
				if !slices.Contains(out, v) {
					out = append(out, v)
				}
				for _, g := range v.Features {
					visit(g)
				}
			}
		}
		ir.Walk(f.Expr, func(e ir.Expr) {
			if r, ok := e.(*ir.FeatureRef); ok {
				visit(r.Feature)
			}
		})
	}
	visit(f)
	if f.Set != nil {
		for _, g := range f.Set.Features {
			visit(g.Feature)
		}
	}
	return out
}

// only is a program with some of its views, and of its sets none but one that may
// be nil: views over views read whole views.
func only(program *ir.Program, views []*ir.View, set *ir.FeatureSet) *ir.Program {
	out := *program
	out.Views, out.Sets, out.Tests = nil, nil, nil
	for _, v := range program.Views {
		if slices.Contains(views, v) {
			out.Views = append(out.Views, v)
		}
	}
	if set != nil {
		out.Sets = []*ir.FeatureSet{set}
	}
	return &out
}
