package check

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/lang/ast"
	"github.com/featc-lang/featc/lang/source"
)

// scope says what names mean in an expression. Both methods report what they
// do not know, and return the zero Operand.
type scope interface {
	name(id ast.Ident) typing.Operand
	path(p *ast.Path) typing.Operand
}

// rowScope has the columns of a view's source and the view's lets.
type rowScope struct {
	c *checker
	v *view
}

func (s *rowScope) name(id ast.Ident) typing.Operand {
	c, v := s.c, s.v
	if l, ok := v.lets[id.Name]; ok {
		if l.state == resolving {
			c.bag.Add(letCycle(id))
			return typing.Operand{}
		}
		c.resolveLet(v, l)
		if l.ir == nil {
			return typing.Operand{}
		}
		c.weaken(l.class)
		return typing.Of(&ir.LetRef{Let: l.ir, S: id.Span})
	}
	src := v.ir.Source
	if o, ok := c.tickColumn(v, id); ok {
		return o
	}
	if i := columnIndex(src.Columns, id.Name); i >= 0 {
		return typing.Of(&ir.ColumnRef{Source: src, Index: i, S: id.Span})
	}
	if v.features.byBase[id.Name] != nil || v.features.byName[id.Name].feature != nil {
		c.bag.Add(featureInRow(id))
		return typing.Operand{}
	}
	candidates := columnNames(src.Columns)
	for _, l := range v.letList {
		candidates = append(candidates, l.ast.Name.Name)
	}
	c.bag.Add(unknownColumn(id, v.from(), candidates))
	return typing.Operand{}
}

func (s *rowScope) path(p *ast.Path) typing.Operand {
	c := s.c
	d := c.declared[fold(p.Base.Name)]
	switch {
	case p.Base.Name == "request":
		c.bag.Add(requestOutside(p.Span))
	case p.Base.Name == s.v.ast.From.Name:
		c.bag.Add(needlessPath(p, s.v))
	case d.kind == "table":
		if c.mayLookUp(s.v, p.Span) {
			return c.lookup(p, s.v.ir.Source)
		}
	case d.kind == "view":
		c.bag.Add(featureInRow(ast.Ident{Name: p.Base.Name + "." + p.Field.Name, Span: p.Span}))
	default:
		c.bag.Add(unknownInRow(p, s.v.ir.Source))
	}
	return typing.Operand{}
}

// derivedScope has the features of a view and, by path, those of other views
// for the same entity.
type derivedScope struct {
	c *checker
	v *view
}

func (s *derivedScope) name(id ast.Ident) typing.Operand {
	c, v := s.c, s.v
	if o, ok := c.featureRef(&v.features, id, id.Span, ""); ok {
		return o
	}
	_, isLet := v.lets[id.Name]
	if isLet || columnIndex(v.ir.Source.Columns, id.Name) >= 0 {
		c.bag.Add(rowInFeature(id))
	} else {
		c.bag.Add(unknownFeature(id, "view "+v.ast.Name.Name, v.features.all()))
	}
	return typing.Operand{}
}

func (s *derivedScope) path(p *ast.Path) typing.Operand {
	if p.Base.Name == "request" {
		s.c.bag.Add(requestOutside(p.Span))
		return typing.Operand{}
	}
	return s.c.viewFeature(p, func(v *view) bool {
		if v.ir.Entity != s.v.ir.Entity {
			s.c.bag.Add(otherEntity(p.Base, v.ir, "view "+s.v.ir.Name+" is for "+s.v.ir.Entity.Name))
			return false
		}
		return true
	})
}

// setScope has the derived features of a set, its request and, by path, the
// features of views.
type setScope struct {
	c *checker
	s *set
}

func (s *setScope) name(id ast.Ident) typing.Operand {
	c := s.c
	if o, ok := c.featureRef(&s.s.features, id, id.Span, ""); ok {
		return o
	}
	c.bag.Add(unknownInSet(id, s.s, c.suggestPath(id.Name)))
	return typing.Operand{}
}

func (s *setScope) path(p *ast.Path) typing.Operand {
	c := s.c
	if p.Base.Name == "request" {
		i := columnIndex(s.s.ir.Request, p.Field.Name)
		switch {
		case i >= 0:
			return typing.Of(&ir.RequestRef{Index: i, Column: s.s.ir.Request[i], S: p.Span})
		case s.s.ast.RequestSpan.IsZero():
			c.bag.Add(noRequest(p, s.s.ast.Name.Name))
		case s.s.requestOk:
			c.bag.Add(unknownColumn(p.Field, "the request", columnNames(s.s.ir.Request)))
		}
		return typing.Operand{}
	}
	return c.viewFeature(p, func(v *view) bool { return c.hasEntity(s.s, p.Base, v) })
}

// constantScope has no names at all.
type constantScope struct{ c *checker }

func (s constantScope) name(id ast.Ident) typing.Operand {
	s.c.bag.Add(notConstant(id.Span, "a constant has no names in it"))
	return typing.Operand{}
}

func (s constantScope) path(p *ast.Path) typing.Operand {
	s.c.bag.Add(notConstant(p.Span, "a constant has no names in it"))
	return typing.Operand{}
}

// viewFeature resolves `view.feature`, where allowed.
func (c *checker) viewFeature(p *ast.Path, allowed func(*view) bool) typing.Operand {
	v, ok := c.views[p.Base.Name]
	switch {
	case !ok:
		c.noView(p.Base)
		return typing.Operand{}
	case v.ir == nil || !allowed(v):
		return typing.Operand{}
	}
	o, ok := c.featureRef(&v.features, p.Field, p.Span, v.ast.Name.Name+".")
	if !ok {
		c.bag.Add(unknownFeature(p.Field, c.declared[fold(p.Base.Name)].kind+" "+v.ast.Name.Name, v.features.all()))
	}
	return o
}

// featureRef resolves a name among features; ok is false where it is none of
// them.
func (c *checker) featureRef(m *members, id ast.Ident, span source.Span, prefix string) (o typing.Operand, ok bool) {
	at, ok := m.byName[id.Name]
	if !ok {
		f := m.byBase[id.Name]
		if f == nil {
			return typing.Operand{}, false
		}
		if len(f.names) > 1 {
			c.bag.Add(severalWindows(id, f, prefix))
		}
		return typing.Operand{}, true
	}
	if at.feature.state == resolving {
		c.bag.Add(c.cycle(ast.Ident{Name: id.Name, Span: span}, at.feature))
		return typing.Operand{}, true
	}
	c.resolve(at.feature)
	f := at.feature.ir[at.index]
	if f == nil {
		return typing.Operand{}, true
	}
	c.weaken(f.Class)
	return typing.Of(&ir.FeatureRef{Feature: f, S: span}), true
}

// suggestPath returns the path of a feature that somebody named without its
// view; "" where there is none.
func (c *checker) suggestPath(name string) string {
	for _, v := range c.viewList {
		if _, ok := v.features.byName[name]; ok {
			return v.ast.Name.Name + "." + name
		}
	}
	return ""
}
