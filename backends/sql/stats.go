package sql

import (
	"slices"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
)

// The columns of what Stats returns.
const (
	StatsPlace = "place" // a group of the plan, a column of a source, an input of a group
	StatsCause = "cause" // "null key", "late", "duplicate", "not finite" or "failed expression"
	StatsCount = "events"
)

// Stats counts what a training set of a feature set rejects, a row per place and
// cause, in no order. Values that are not finite are counted where sources are
// read from files: tables do not have them. An expression has failed where it is
// null though every column in it has a value. Views over views have no events of
// their own that could be rejected.
func (d *Dialect) Stats(p *plan.Plan, set *ir.FeatureSet, opt Options) (*sqlast.Query, error) {
	b := newBuilder(d, p, opt)
	b.set = set
	var counts []*sqlast.Select
	for _, src := range set.Sources() {
		counts = append(counts, b.notFinite(src)...)
	}
	if opt.Labels.Path != "" {
		counts = append(counts, b.notFiniteIn(opt.Labels, "labels", LabelColumns(set))...)
	}
	for _, g := range p.Groups {
		if g.Source.Ticks == nil && reads(set, g) {
			counts = append(counts, b.rejected(g)...)
			counts = append(counts, b.failed(g)...)
		}
	}
	if err := b.bag.Err(); err != nil {
		return nil, err
	}
	return &sqlast.Query{With: b.with, Body: sqlast.Union{Selects: counts}}, nil
}

func reads(set *ir.FeatureSet, g *plan.Group) bool {
	for _, v := range set.Views() {
		for _, v := range v.Chain() {
			if slices.Contains(g.Views, v) {
				return true
			}
		}
	}
	return false
}

func count(place, cause, from string, where sqlast.Expr) *sqlast.Select {
	return &sqlast.Select{
		Columns: []sqlast.Column{
			{X: sqlast.Text(place), As: StatsPlace},
			{X: sqlast.Text(cause), As: StatsCause},
			{X: sqlast.Fn("count", sqlast.Star{}), As: StatsCount},
		},
		From:  table(from),
		Where: where,
	}
}

// rejected counts what each step of admission leaves out.
func (b *builder) rejected(g *plan.Group) []*sqlast.Select {
	causes := map[string]string{"_events": "null key", "_on_time": "late", "_unique": "duplicate"}
	var out []*sqlast.Select
	from := b.source(g.Source)
	for _, s := range admit(g) {
		if cause, ok := causes[s.suffix]; ok {
			out = append(out, count(g.Name, cause, from, sqlast.Unary{Op: "NOT", X: s.body.Where}))
		}
		s.body.From = table(from)
		from = b.cte(g.Name+s.suffix, s.comment, s.body)
	}
	b.events[g] = from
	return out
}

// failed counts, per input of a group, the admitted events whose expression
// fails.
func (b *builder) failed(g *plan.Group) []*sqlast.Select {
	ev := newEvents(b, g)
	type candidate struct {
		name  string
		where sqlast.Expr
	}
	var list []candidate
	for i, in := range g.Inputs {
		switch in.Expr.(type) {
		case *ir.ColumnRef, *ir.LookupRef:
			continue
		}
		if !in.Expr.Type().Nullable {
			continue
		}
		known := sqlast.Expr(sqlast.IsNull{X: ev.input(i)})
		for _, c := range columnRefs(in.Expr) {
			known = sqlast.And(known, sqlast.IsNull{X: ev.leaf(c), Not: true})
		}
		list = append(list, candidate{in.Name, known})
	}
	if len(list) == 0 {
		return nil
	}
	name := b.stack(ev.l, g.Name+"_inputs", "", &sqlast.Select{From: table(b.known(g))})
	var out []*sqlast.Select
	for _, c := range list {
		out = append(out, count(g.Name+"."+c.name, "failed expression", name, c.where))
	}
	return out
}

// columnRefs lists the columns, looked up ones included, in an expression and in
// the lets that it uses, each once.
func columnRefs(e ir.Expr) []ir.Expr {
	var out []ir.Expr
	seen := map[string]bool{}
	var visit func(ir.Expr)
	visit = func(e ir.Expr) {
		switch e := e.(type) {
		case *ir.ColumnRef, *ir.LookupRef:
			if text := ir.Format(e); !seen[text] {
				seen[text] = true
				out = append(out, e)
			}
		case *ir.LetRef:
			ir.Walk(e.Let.Expr, visit)
		}
	}
	ir.Walk(e, visit)
	return out
}

// notFinite counts, per column of a source read from files, the cells that are
// there but are not finite.
func (b *builder) notFinite(s *ir.Source) []*sqlast.Select {
	if _, loaded := b.opt.Tables[s]; loaded || s.Batch == nil || !b.readable(s.Batch) {
		return nil
	}
	return b.notFiniteIn(b.connected(s.Batch), s.Name, s.Columns, b.partitions(s)...)
}

// notFiniteIn counts the numbers of a file that are not finite, by column.
func (b *builder) notFiniteIn(f File, name string, columns []*ir.Column, joins ...sqlast.Join) []*sqlast.Select {
	const file = "file"
	l := newLayers(b.d)
	type candidate struct {
		name  string
		where sqlast.Expr
	}
	var list []candidate
	raws, _ := b.d.files.start(l, f, file, columns, false)
	for i, c := range columns {
		if x := b.d.files.cell(l, f, raws[i], c); x.nulls && x.final != nil {
			parsed := l.atom(x.parsed)
			lost := sqlast.And(sqlast.IsNull{X: parsed, Not: true}, sqlast.IsNull{X: x.final(parsed)})
			list = append(list, candidate{name + "." + c.Name, lost})
		}
	}
	if len(list) == 0 {
		return nil
	}
	cells := b.stack(l, name+"_cells", "", &sqlast.Select{From: sqlast.Table{Func: b.d.files.table(f, false), Alias: file}, Joins: joins})
	var out []*sqlast.Select
	for _, c := range list {
		out = append(out, count(c.name, "not finite", cells, c.where))
	}
	return out
}
