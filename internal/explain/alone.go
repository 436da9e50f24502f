package explain

import (
	"slices"

	"github.com/featc-lang/featc/compiler/ir"
)

// alone is a program that has one feature, with what that is derived from, and
// nothing else: what is generated from it is what the feature takes.
func alone(program *ir.Program, f *ir.Feature) *ir.Program {
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
