package check

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/lang/ast"
	"github.com/featc-lang/featc/runtime/value"
)

// set is a feature set while it is checked.
type set struct {
	ast       *ast.FeatureSet
	ir        *ir.FeatureSet // nil where the head is broken
	features  members        // those derived in the set
	requestOk bool
	taken     names // columns of the label file and of the result
}

// setHead resolves what a set stands on, and enters its derived features.
func (c *checker) setHead(d *ast.FeatureSet, dir string) {
	s := &set{ast: d, taken: names{}}
	c.sets[d.Name.Name] = s
	c.setList = append(c.setList, s)
	out := &ir.FeatureSet{Name: d.Name.Name, Doc: docText(d.Doc), Span: d.Name.Span}
	ok := c.setEntities(s, out)
	settings := c.settings(itemSettings(d.Items))
	out.Meta = c.meta(settings)
	out.Labels = c.connector(settings["labels"], dir, labelConnectors)
	timeOk := c.setTime(s, out, settings["time"])
	out.Request, s.requestOk = c.columns(d.Request, "request field")
	for _, f := range d.Request {
		s.take(c, f.Name, "request field")
	}
	features := names{}
	for _, item := range d.Items {
		if n, isFeature := item.(*ast.Feature); isFeature {
			s.features.add(c, features, &feature{ast: n, set: s})
		}
	}
	if ok && timeOk {
		s.ir = out
		c.program.Sets = append(c.program.Sets, out)
	}
}

// take enters a column of the label file or of the result.
func (s *set) take(c *checker, id ast.Ident, kind string) bool {
	return s.taken.add(c, id, kind)
}

// setEntities resolves the entities. Those that name a key column alike share
// it.
func (c *checker) setEntities(s *set, out *ir.FeatureSet) bool {
	ok := true
	seen := names{}
	keys := map[string]*ir.Column{}
	for _, id := range s.ast.Entities {
		if !seen.add(c, id, "entity") {
			continue
		}
		e := c.lookupEntity(id)
		if e == nil {
			ok = false
			continue
		}
		out.Entities = append(out.Entities, e)
		for _, k := range e.Keys {
			first := keys[fold(k.Name)]
			switch {
			case first == nil:
				keys[fold(k.Name)] = k
				s.taken[fold(k.Name)] = declared{"key", k.Name, k.Span}
			case first.Name != k.Name || !first.Type.Same(k.Type):
				c.bag.Add(sharedKey(id, k, first))
				ok = false
			}
		}
	}
	return ok
}

// setTime reads which column of a label file has the instant of the label.
func (c *checker) setTime(s *set, out *ir.FeatureSet, n *ast.Setting) bool {
	if n == nil {
		out.Time = &ir.Column{Name: "at", Type: types.Timestamp, Span: s.ast.Name.Span}
		if first, ok := s.taken["at"]; ok {
			c.bag.Add(timeTaken(s.ast.Name, first.span))
			return false
		}
		return s.take(c, ast.Ident{Name: "at", Span: s.ast.Name.Span}, "label's time")
	}
	id := n.Values[0].(*ast.Name).Ident
	out.Time = &ir.Column{Name: id.Name, Type: types.Timestamp, Span: id.Span}
	if n.Type != nil {
		out.Time = c.column(&ast.Column{Name: id, Type: *n.Type})
		if out.Time == nil {
			return false
		}
		if t := out.Time.Type; t.Kind != value.Timestamp || t.Nullable {
			c.bag.Add(labelTime(n.Type.Span, t))
			return false
		}
	}
	return s.take(c, id, "label's time")
}

// setBody resolves the columns of a set.
func (c *checker) setBody(s *set) {
	if s.ir == nil {
		return
	}
	for _, item := range s.ast.Items {
		switch n := item.(type) {
		case *ast.Include:
			for _, p := range n.Paths {
				c.include(s, p)
			}
		case *ast.Feature:
			f := s.features.byBase[n.Name.Name]
			if f == nil || f.ast != n {
				continue // a duplicate
			}
			c.resolve(f)
			for _, out := range f.irs() {
				if s.take(c, n.Name, "feature") {
					s.ir.Features = append(s.ir.Features, &ir.SetFeature{Name: out.Name, Feature: out})
					s.ir.Derived = append(s.ir.Derived, out)
				}
			}
		}
	}
	if len(s.ir.Features) == 0 && !c.bag.HasErrors() {
		c.bag.Add(emptySet(s.ast.Name))
	}
}

// include adds features of a view to a set.
func (c *checker) include(s *set, p *ast.IncludePath) {
	v, ok := c.views[p.View.Name]
	if !ok {
		c.noView(p.View)
		return
	}
	if v.ir == nil || !c.hasEntity(s, p.View, v) {
		return
	}
	if p.Star {
		for _, f := range v.features.list {
			c.includeFeature(s, v, f.irs(), p.View)
		}
		return
	}
	for _, id := range p.Features {
		at, isOne := v.features.byName[id.Name]
		base := v.features.byBase[id.Name]
		switch {
		case isOne:
			if f := at.feature.ir[at.index]; f != nil {
				c.includeFeature(s, v, []*ir.Feature{f}, id)
			}
		case base != nil:
			c.includeFeature(s, v, base.irs(), id)
		default:
			c.bag.Add(unknownFeature(id, c.declared[fold(p.View.Name)].kind+" "+v.ast.Name.Name, v.features.all()))
		}
	}
}

func (c *checker) includeFeature(s *set, v *view, fs []*ir.Feature, at ast.Ident) {
	for _, f := range fs {
		id := ast.Ident{Name: v.ast.Name.Name + "_" + f.Name, Span: at.Span}
		if s.take(c, id, "feature") {
			s.ir.Features = append(s.ir.Features, &ir.SetFeature{Name: id.Name, Feature: f})
		}
	}
}

// hasEntity demands that the view's entity is one of the set's.
func (c *checker) hasEntity(s *set, at ast.Ident, v *view) bool {
	for _, e := range s.ir.Entities {
		if e == v.ir.Entity {
			return true
		}
	}
	c.bag.Add(otherEntity(at, v.ir, "add "+v.ir.Entity.Name+" to `for` of feature set "+s.ir.Name))
	return false
}
