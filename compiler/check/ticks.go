package check

import (
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/compiler/zone"
	"github.com/featc-lang/featc/lang/ast"
)

// A view may read another one, at the instants of a grid. Then its source is made
// of that view: see ir.Ticks.

// events returns the source that a view reads, nil where that is broken.
func (c *checker) events(v *view, entity *ir.Entity) *ir.Source {
	d := v.ast
	if up, ok := c.viewDecls[d.From.Name]; ok {
		return c.ticks(v, up, entity)
	}
	src := c.lookupSource(d.From)
	if d.Every != nil && src != nil {
		c.bag.Add(everyOfSource(d))
		return nil
	}
	return src
}

// ticks returns the source that is made of the view that v reads; views that read
// it at the same instants share it.
func (c *checker) ticks(v *view, d *ast.View, entity *ir.Entity) *ir.Source {
	c.viewHead(d)
	up := c.views[d.Name.Name]
	from := v.ast.From
	switch {
	case up.state == resolving:
		c.bag.Add(viewCycle(from))
		return nil
	case v.ast.Every == nil:
		c.bag.Add(noGrid(from))
		return nil
	}
	grid, name, ok := c.grid(v.ast.Every)
	switch {
	case !ok || up.ir == nil || entity == nil:
		return nil
	case up.ir.Entity != entity:
		c.bag.Add(notYet(from.Span, "a view for "+entity.Name+" over one for "+up.ir.Entity.Name+" is"))
		return nil
	case len(v.ast.On) > 0:
		c.bag.Add(onOfView(v.ast.On[0], up.ir))
		return nil
	}
	v.reads = up
	grid.View = up.ir
	for _, src := range c.made {
		if *src.Ticks == grid {
			return src
		}
	}
	src := c.tickSource(up, grid, name, from)
	if src != nil {
		c.made = append(c.made, src)
	}
	return src
}

// tickSource makes the source. What type a feature is of is known only once it
// has been checked: see tickColumn and finishTicks.
func (c *checker) tickSource(up *view, grid ir.Ticks, name string, from ast.Ident) *ir.Source {
	src := &ir.Source{
		Name: up.ir.Name + "_every_" + name, Doc: up.ir.Doc, Ticks: &grid, Span: up.ir.Span,
		Time: len(up.ir.Entity.Keys), Arrival: ir.None, Sequence: ir.None, Unique: ir.None, Lateness: ir.None,
	}
	src.Columns = append(src.Columns, up.ir.Entity.Keys...)
	src.Columns = append(src.Columns, &ir.Column{
		Name: "at", Doc: "When " + up.ir.Name + " was read.", Type: types.Timestamp, Span: from.Span,
	})
	aggregated := false
	for _, f := range up.features.list {
		_, a := aggregationOf(f.ast.Value)
		aggregated = aggregated || a != nil
		for _, name := range f.known() {
			src.Columns = append(src.Columns, &ir.Column{Name: name, Doc: docText(f.ast.Doc), Span: f.ast.Name.Span})
		}
	}
	if !aggregated {
		c.bag.Add(nothingToRead(from, up.ir))
		return nil
	}
	seen := map[string]*ir.Column{}
	for _, col := range src.Columns {
		if first := seen[fold(col.Name)]; first != nil {
			c.bag.Add(tickClash(from, col, first))
			return nil
		}
		seen[fold(col.Name)] = col
	}
	return src
}

// grid reads the instants at which a view is read, and names them.
func (c *checker) grid(e ast.Expr) (grid ir.Ticks, name string, ok bool) {
	switch e := ast.Unparen(e).(type) {
	case *ast.DurationLit:
		if grid.Every = c.bounded(e, ""); grid.Every < 1 {
			c.bag.Add(badGrid(e.Span))
			return grid, "", false
		}
		return grid, e.Text, true
	case *ast.CallExpr:
		for u := ir.UnitHour; u <= ir.UnitYear; u++ {
			if u.String() != e.Func.Name {
				continue
			}
			zone, ok := c.calendarZone(e)
			grid.Calendar = ir.Calendar{Unit: u, Zone: zone}
			return grid, u.String() + "_" + strings.ToLower(zoneWords.Replace(zone)), ok
		}
	}
	c.bag.Add(badGrid(e.Range()))
	return grid, "", false
}

// zoneWords makes the name of a zone part of a name.
var zoneWords = strings.NewReplacer("/", "_", "-", "_minus_", "+", "_plus_")

// calendarZone reads the zone in today("UTC") and its like.
func (c *checker) calendarZone(call *ast.CallExpr) (string, bool) {
	if len(call.Args) != 1 || call.Args[0].Name.Name != "" {
		c.bag.Add(calendarZone(call, call.Span))
		return "", false
	}
	name, ok := call.Args[0].Value.(*ast.StringLit)
	if !ok {
		c.bag.Add(calendarZone(call, call.Args[0].Value.Range()))
		return "", false
	}
	if !zone.Exists(name.Value) {
		c.bag.Add(noZone(name.Span, name.Value))
		return "", false
	}
	return name.Value, true
}

// from says in messages what a view reads.
func (v *view) from() string {
	if v.reads != nil {
		return "view " + v.reads.ir.Name
	}
	return kindOf(v.ir.Source) + " " + v.ir.Source.Name
}

// kindOf is the word that declares a source.
func kindOf(s *ir.Source) string {
	if s.Table != nil {
		return "table"
	}
	return "source"
}

// tickColumn resolves a feature of the view that v reads as a column of v's
// events; ok is false where the name is none.
func (c *checker) tickColumn(v *view, id ast.Ident) (o typing.Operand, ok bool) {
	if v.reads == nil {
		return typing.Operand{}, false
	}
	o, ok = c.featureRef(&v.reads.features, id, id.Span, "")
	ref, isFeature := o.Expr.(*ir.FeatureRef)
	if !isFeature {
		return o, ok
	}
	if !ref.Feature.ReadsOwn() {
		c.bag.Add(notYet(id.Span, "`"+id.Name+"` reads another view: such a feature in a view over a view is"))
		return typing.Operand{}, true
	}
	src := v.ir.Source
	i := columnIndex(src.Columns, id.Name)
	src.Columns[i].Type = ref.Feature.Type
	return typing.Of(&ir.ColumnRef{Source: src, Index: i, S: id.Span}), true
}

// finishTicks types the columns that nothing has read.
func (c *checker) finishTicks() {
	for _, src := range c.made {
		types := map[string]*ir.Feature{}
		for _, f := range src.Ticks.View.Features {
			types[f.Name] = f
		}
		for _, col := range src.Columns {
			if f := types[col.Name]; f != nil {
				col.Type = f.Type
			}
		}
	}
}
