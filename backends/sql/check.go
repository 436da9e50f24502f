package sql

import (
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/lang/diag"
	"github.com/featc-lang/featc/lang/source"
)

// need reports a capability that the dialect lacks.
func (b *builder) need(c Capability, why string, view *ir.View) {
	if !b.d.Can(c) {
		b.bag.Add(errCannot(b.d, c, why, view.Span))
	}
}

// named is a thing with a name, for the check that names differ in SQL.
type named struct {
	name string
	span source.Span
}

func checkNames(bag *diag.Bag, list []named) {
	first := map[string]named{}
	for _, n := range list {
		key := strings.ToLower(n.name)
		if other, ok := first[key]; ok && other.name != n.name {
			bag.Add(errCaseClash(n.name, other.name, n.span, other.span))
			continue
		}
		first[key] = n
	}
}

// checkCase reports columns that differ only in case, in what a set or a view
// (of) gives and in the sources that it reads.
func (b *builder) checkCase(of any) {
	var features []named
	var views []*ir.View
	switch of := of.(type) {
	case *ir.FeatureSet:
		for _, f := range of.Features {
			features = append(features, named{f.Name, f.Feature.Span})
		}
		views = of.Views()
	case *ir.View:
		for _, f := range of.Features {
			features = append(features, named{f.Name, f.Span})
		}
		views = []*ir.View{of}
	}
	checkNames(&b.bag, features)
	for _, v := range views {
		var columns []named
		for _, c := range v.Source.Columns {
			columns = append(columns, named{c.Name, c.Span})
		}
		checkNames(&b.bag, columns)
	}
}
