package check

import (
	"slices"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/lang/ast"
	"github.com/featc-lang/featc/lang/source"
	"github.com/featc-lang/featc/runtime/value"
)

// table is a table while it is checked.
type table struct {
	ast  *ast.Table
	ir   *ir.Source // nil where it is broken
	view *view      // its columns as features; nil where no entity has its key
}

// table checks the declaration of a table.
func (c *checker) table(d *ast.Table, dir string) {
	t := &table{ast: d}
	c.tables[d.Name.Name] = t
	set := c.settings(d.Settings)
	s := c.rows(&ast.Source{Doc: d.Doc, Name: d.Name, Columns: d.Columns, Settings: d.Settings, Span: d.Span}, set, dir)
	if set["key"] == nil {
		c.bag.Add(noTableKey(d.Name))
		return
	}
	if s == nil {
		return
	}
	s.Table = &ir.Table{Deleted: ir.None}
	seen := names{}
	for _, v := range set["key"].Values {
		id := v.(*ast.Name).Ident
		i := columnIndex(s.Columns, id.Name)
		switch {
		case i < 0:
			c.bag.Add(unknownColumn(id, "table "+s.Name, columnNames(s.Columns)))
			return
		case !slices.Contains(types.KeyKinds, s.Columns[i].Type.Kind):
			c.bag.Add(tableKeyType(id, s.Columns[i]))
			return
		case !seen.add(c, id, "key column"):
			return
		}
		s.Table.Key = append(s.Table.Key, i)
	}
	if n := set["deleted"]; n != nil {
		if s.Table.Deleted = c.settingColumn(s, n, []value.Kind{value.Bool}, true); s.Table.Deleted == ir.None {
			return
		}
	}
	t.ir = s
	c.program.Sources = append(c.program.Sources, s)
}

// lookup resolves `table.column` in a row-level expression over a source.
func (c *checker) lookup(p *ast.Path, src *ir.Source) typing.Operand {
	ref := c.lookupRef(p.Base, p.Field, src, p.Span)
	if ref == nil {
		return typing.Operand{}
	}
	for _, k := range ref.Table.Table.Key {
		key := ref.Table.Columns[k]
		i := columnIndex(src.Columns, key.Name)
		switch {
		case i < 0:
			c.bag.Add(noLookupKey(p, key, ref.Table, src))
			return typing.Operand{}
		case !src.Columns[i].Type.Same(key.Type):
			c.bag.Add(lookupKeyType(p, src.Columns[i], key, ref.Table))
			return typing.Operand{}
		}
		ref.Key = append(ref.Key, &ir.ColumnRef{Source: src, Index: i, S: p.Span})
	}
	return typing.Of(ref)
}

// lookupRef is a lookup that has no key yet; nil where there is no such column.
func (c *checker) lookupRef(table, column ast.Ident, src *ir.Source, span source.Span) *ir.LookupRef {
	t := c.tables[table.Name]
	if t == nil { // not declared, or differs in case
		c.bag.Add(c.unknown(table, "table"))
		return nil
	}
	if t.ir == nil {
		return nil
	}
	ref := &ir.LookupRef{Table: t.ir, Index: columnIndex(t.ir.Columns, column.Name), Source: src, S: span}
	if ref.Index < 0 {
		c.bag.Add(unknownColumn(column, "table "+t.ir.Name, columnNames(t.ir.Columns)))
		return nil
	}
	return ref
}

// keyedLookup resolves `table[key].column` in a row-level expression.
func (c *checker) keyedLookup(rows *rowScope, e *ast.Lookup) typing.Operand {
	src := rows.v.ir.Source
	if !c.mayLookUp(rows.v, e.Span) {
		return typing.Operand{}
	}
	ref := c.lookupRef(e.Base, e.Field, src, e.Span)
	if ref == nil {
		return typing.Operand{}
	}
	if want := ref.Table.Table.Key; len(e.Keys) != len(want) {
		c.bag.Add(lookupKeyCount(e, ref.Table))
		return typing.Operand{}
	}
	for i, k := range ref.Table.Table.Key {
		o := c.expr(rows, e.Keys[i])
		if !o.Ok() {
			return typing.Operand{}
		}
		key := ref.Table.Columns[k]
		x, ok := typing.To(o, key.Type.Null())
		switch {
		case !ok || o.IsNull():
			c.bag.Add(lookupKeyOf(e.Keys[i].Range(), o, key, ref.Table))
			return typing.Operand{}
		case looksUp(x):
			c.bag.Add(notYet(e.Keys[i].Range(), "a lookup by what another lookup finds is"))
			return typing.Operand{}
		}
		ref.Key = append(ref.Key, x)
	}
	return typing.Of(ref)
}

// mayLookUp reports whether the events of a view may look tables up.
func (c *checker) mayLookUp(v *view, at source.Span) bool {
	switch {
	case v.reads != nil:
		c.bag.Add(notYet(at, "lookups in a view over a view are"))
	case v.ir.Source.Table != nil:
		c.bag.Add(notYet(at, "lookups in a view over a table are"))
	default:
		return true
	}
	return false
}

// looksUp reports whether an expression, or a let in it, has a lookup.
func looksUp(e ir.Expr) bool {
	found := false
	ir.Walk(e, func(e ir.Expr) {
		switch e := e.(type) {
		case *ir.LookupRef:
			found = true
		case *ir.LetRef:
			found = found || looksUp(e.Let.Expr)
		}
	})
	return found
}

// tableViews makes the columns of tables readable as features of the first
// entity that has a table's key.
func (c *checker) tableViews() {
	for _, t := range c.tables {
		if t.ir == nil {
			continue
		}
		for _, e := range c.program.Entities {
			if key, ok := entityOfTable(e, t.ir); ok {
				t.view = tableView(t, e, key)
				c.views[t.ir.Name] = t.view
				break
			}
		}
	}
}

// entityOfTable returns, per key of an entity, the table's column, where the
// entity has the table's key and nothing more.
func entityOfTable(e *ir.Entity, t *ir.Source) ([]int, bool) {
	var key []int
	for _, k := range e.Keys {
		i := columnIndex(t.Columns, k.Name)
		if i < 0 || !slices.Contains(t.Table.Key, i) || !t.Columns[i].Type.Same(k.Type) {
			return nil, false
		}
		key = append(key, i)
	}
	return key, len(key) == len(t.Table.Key)
}

// tableView is a table as a view: a feature per column, which is that of the
// newest version at t.
func tableView(t *table, e *ir.Entity, key []int) *view {
	s := t.ir
	v := &view{
		ast: &ast.View{Name: t.ast.Name},
		ir:  &ir.View{Name: s.Name, Doc: s.Doc, Entity: e, Source: s, Key: key, Meta: s.Meta, Span: s.Span},
		features: members{
			byName: map[string]member{}, byBase: map[string]*feature{},
		},
	}
	for i, col := range s.Columns {
		if i == s.Table.Deleted || slices.Contains(s.Table.Key, i) {
			continue
		}
		f := &feature{
			ast:  &ast.Feature{Name: ast.Ident{Name: col.Name, Span: col.Span}},
			view: v, names: []string{col.Name}, state: resolved,
			ir: []*ir.Feature{tableFeature(v.ir, i)},
		}
		v.features.list = append(v.features.list, f)
		v.features.byName[col.Name] = member{f, 0}
		v.features.byBase[col.Name] = f
	}
	return v
}

// tableFeature is a column of a table at t: that of the last version, with ties
// broken by the whole row.
func tableFeature(v *ir.View, column int) *ir.Feature {
	s := v.Source
	ref := func(i int) ir.Expr { return typing.Canon(&ir.ColumnRef{Source: s, Index: i}) }
	var row []ir.Expr
	for i := range s.Columns {
		row = append(row, ref(i))
	}
	cell := ref(column)
	if d := s.Table.Deleted; d != ir.None {
		cell = typing.If(ref(d), &ir.Const{T: cell.Type().Null()}, cell)
	}
	window := ir.All
	window.Last = 1
	last := ir.Component{Kind: ir.CompLast, Arg: cell}
	col := s.Columns[column]
	return &ir.Feature{
		Name: col.Name, Base: col.Name, Doc: col.Doc, View: v, Type: last.Type(), Span: col.Span,
		Agg: &ir.Aggregation{
			Name: ir.TableColumn, Args: row, Window: window,
			Components: []ir.Component{last}, Finish: &ir.CompRef{T: last.Type()},
		},
	}
}

// useTableViews enters the views of tables into the program, with the features
// that something reads.
func (c *checker) useTableViews() {
	used := map[*ir.Feature]bool{}
	look := func(e ir.Expr) {
		ir.Walk(e, func(e ir.Expr) {
			if r, ok := e.(*ir.FeatureRef); ok {
				used[r.Feature] = true
			}
		})
	}
	sets := slices.Clone(c.program.Sets)
	for _, t := range c.program.Tests {
		for _, r := range t.Reads {
			sets = append(sets, r.Set)
		}
	}
	for _, v := range c.program.Views {
		for _, f := range v.Features {
			look(f.Expr)
		}
	}
	for _, s := range sets {
		for _, f := range s.Features {
			used[f.Feature] = true
			look(f.Feature.Expr)
		}
		for _, f := range s.Derived {
			look(f.Expr)
		}
	}
	for _, s := range c.program.Sources {
		t := c.tables[s.Name]
		if t == nil || t.view == nil {
			continue
		}
		v := t.view.ir
		for _, f := range t.view.features.list {
			if used[f.ir[0]] {
				v.Features = append(v.Features, f.ir[0])
			}
		}
		if len(v.Features) > 0 {
			c.program.Views = append(c.program.Views, v)
		}
	}
}

// noView reports a name that should be a view's, or a table's with an entity.
func (c *checker) noView(id ast.Ident) {
	switch t := c.tables[id.Name]; {
	case t == nil:
		c.bag.Add(c.unknown(id, "view"))
	case t.ir != nil:
		c.bag.Add(noTableEntity(id, t.ir))
	}
}
