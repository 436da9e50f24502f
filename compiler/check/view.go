package check

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/lang/ast"
)

// view is a view while it is checked.
type view struct {
	ast      *ast.View
	ir       *ir.View // nil where the head is broken
	lets     map[string]*let
	letList  []*let
	features members
	class    ir.Class // of the where
	state    state    // of the head
	reads    *view    // the view whose ticks are its events; nil where it reads a source
}

// let is a let while it is checked.
type let struct {
	ast   *ast.Let
	ir    *ir.Let // nil before it is resolved, and where it is broken
	class ir.Class
	state state
}

// state is how far a let or a feature is.
type state int

const (
	unresolved state = iota
	resolving
	resolved
)

// viewHead resolves what a view stands on, after the view that it reads, and
// enters the names inside it.
func (c *checker) viewHead(d *ast.View) {
	if c.views[d.Name.Name] != nil {
		return
	}
	v := &view{ast: d, lets: map[string]*let{}, state: resolving}
	c.views[d.Name.Name] = v
	entity := c.lookupEntity(d.Entity)
	src := c.events(v, entity)
	v.state = resolved
	c.viewList = append(c.viewList, v)
	if entity != nil && src != nil {
		if key, ok := c.viewKey(d, entity, src); ok {
			v.ir = &ir.View{
				Name: d.Name.Name, Doc: docText(d.Doc), Entity: entity, Source: src, Key: key, Span: d.Name.Span,
				Meta: c.meta(c.settings(itemSettings(d.Items))),
			}
			c.program.Views = append(c.program.Views, v.ir)
		}
	}
	seen := names{}
	if src != nil {
		for _, col := range src.Columns {
			seen[fold(col.Name)] = declared{"column", col.Name, col.Span}
		}
	}
	features := names{}
	for _, item := range d.Items {
		switch n := item.(type) {
		case *ast.Let:
			if seen.add(c, n.Name, "let") {
				l := &let{ast: n}
				v.lets[n.Name.Name] = l
				v.letList = append(v.letList, l)
			}
		case *ast.Feature:
			v.features.add(c, features, &feature{ast: n, view: v})
		}
	}
}

// lookupEntity returns an entity; nil where it is not declared or broken.
func (c *checker) lookupEntity(id ast.Ident) *ir.Entity {
	e, ok := c.entities[id.Name]
	if !ok {
		c.bag.Add(c.unknown(id, "entity"))
	}
	return e
}

// lookupSource returns a source or a table, whose events are its versions; nil
// where it is not declared or broken.
func (c *checker) lookupSource(id ast.Ident) *ir.Source {
	if t, ok := c.tables[id.Name]; ok {
		return t.ir
	}
	s, ok := c.sources[id.Name]
	if !ok {
		c.bag.Add(c.unknown(id, "source"))
	}
	return s
}

// viewKey finds the columns that hold the entity's key.
func (c *checker) viewKey(d *ast.View, e *ir.Entity, s *ir.Source) ([]int, bool) {
	if d.On != nil && len(d.On) != len(e.Keys) {
		c.bag.Add(keyCount(d.On[0].Span.To(d.On[len(d.On)-1].Span), e, len(d.On)))
		return nil, false
	}
	var key []int
	for i, k := range e.Keys {
		id := ast.Ident{Name: k.Name, Span: d.Entity.Span}
		if d.On != nil {
			id = d.On[i]
		}
		at := columnIndex(s.Columns, id.Name)
		switch {
		case at < 0 && d.On != nil:
			c.bag.Add(unknownColumn(id, "source "+s.Name, columnNames(s.Columns)))
			return nil, false
		case at < 0:
			c.bag.Add(noKeyColumn(id, e, s))
			return nil, false
		case !s.Columns[at].Type.Same(k.Type):
			c.bag.Add(keyType(id, s.Columns[at], k, e))
			return nil, false
		}
		key = append(key, at)
	}
	return key, true
}

// viewRows resolves what a view says about single events.
func (c *checker) viewRows(v *view) {
	if v.ir == nil {
		return
	}
	rows := &rowScope{c, v}
	if v.ast.Where != nil {
		v.class = c.weigh(func() { v.ir.Where = c.condition(rows, v.ast.Where) })
	}
	for _, l := range v.letList {
		c.resolveLet(v, l)
	}
}

// viewFeatures resolves the features of a view.
func (c *checker) viewFeatures(v *view) {
	if v.ir == nil {
		return
	}
	for _, f := range v.features.list {
		c.resolve(f)
	}
	for _, f := range v.features.list {
		v.ir.Features = append(v.ir.Features, f.irs()...)
	}
}

// resolveLet types a let, and first the lets that it reads: they come before
// it in the view.
func (c *checker) resolveLet(v *view, l *let) {
	if l.state != unresolved {
		return
	}
	l.state = resolving
	var e ir.Expr
	l.class = c.weigh(func() { e = c.value(&rowScope{c, v}, l.ast.Value) })
	l.state = resolved
	if e == nil {
		return
	}
	l.ir = &ir.Let{Name: l.ast.Name.Name, Doc: docText(l.ast.Doc), Expr: e, Span: l.ast.Name.Span}
	v.ir.Lets = append(v.ir.Lets, l.ir)
}

// value checks an expression that has to have a type of its own; nil where it
// has none.
func (c *checker) value(s scope, e ast.Expr) ir.Expr {
	o := c.expr(s, e)
	if !o.Ok() {
		return nil
	}
	out, ok := typing.Default(o)
	if !ok {
		c.bag.Add(noType(e.Range()))
		return nil
	}
	return out
}

// condition checks an expression that has to be a bool; nil where it is not.
func (c *checker) condition(s scope, e ast.Expr) ir.Expr {
	o := c.expr(s, e)
	if !o.Ok() {
		return nil
	}
	out, ok := typing.To(o, types.Bool)
	if !ok || o.IsNull() {
		c.bag.Add(notBool(e.Range(), o.Type()))
		return nil
	}
	return out
}
