package sql

import (
	"strings"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
)

// The events of a source that is made of a view are read off that view: the
// instants of the grid that labels can see are labels of it. Instants between
// labels that are further back than any window looks are left out, so that a key
// without events costs nothing.

// ticks builds the events of a group over such a source that slots need at labels,
// with the columns that they read. They depend on the labels.
func (b *builder) ticks(g *plan.Group, slots []int, ask labels) string {
	src, view := g.Source, g.Views[0]
	if !b.need(Series, "a view over a view", view) || !b.need(MicroTimes, "a view over a view", view) {
		return src.Name
	}
	t := &tickBuilder{b: b, g: g, at: src.Columns[src.Time].Name}
	names := scope{}
	for _, k := range g.Entity.Keys {
		t.keys = append(t.keys, names.name(k.Name))
	}
	names.name(t.at)
	t.since, t.until, t.began = names.name("since"), names.name("until"), names.name("began")
	grid := t.instants(t.spans(slots, ask))
	for v := src.Ticks.View; v.Source.Ticks != nil; v = v.Source.Ticks.View {
		grid = t.after(grid, v.Source.Ticks)
	}

	row := names.name("tick")
	numbered := &sqlast.Select{Columns: t.carried(""), From: table(grid)}
	if src.Ticks.View.Source.Ticks != nil {
		numbered.Where = sqlast.Bin(sqlast.Col(t.floored), ">=", sqlast.Col(t.began))
	}
	order := &sqlast.Over{} // of all columns: an engine may compute this more than once
	for _, c := range append(t.keys[:len(t.keys):len(t.keys)], t.at) {
		order.OrderBy = append(order.OrderBy, sqlast.Order{X: sqlast.Col(c)})
	}
	numbered.Columns = append(numbered.Columns,
		sqlast.Column{X: sqlast.Col(t.at)},
		sqlast.Column{X: sqlast.Call{Func: "row_number", Over: order}, As: row})
	ticks := b.cte(src.Name+"_ticks", "Every instant at which "+src.Ticks.View.Name+" is read.", numbered)
	return t.values(ticks, row, slots)
}

// root returns the group whose events are those of a declared source, from which
// the events of g come in the end.
func (b *builder) root(g *plan.Group) *plan.Group {
	for g.Source.Ticks != nil {
		g = b.p.GroupOf(g.Source.Ticks.View)
	}
	return g
}

type tickBuilder struct {
	b            *builder
	g            *plan.Group
	keys         []string // columns, as are the others
	at           string
	since, until string // what a label sees that the label before it does not
	began        string // when the key has its first event
	floored      string // when the grids of the views that are read last had an instant
}

// carried lists the columns with the key.
func (t *tickBuilder) carried(alias string, more ...string) []sqlast.Column {
	var out []sqlast.Column
	for _, c := range append(t.keys[:len(t.keys):len(t.keys)], more...) {
		out = append(out, sqlast.Column{X: qualified(alias, c)})
	}
	return out
}

// spans builds the times that labels look at, so that no two of a key overlap.
func (t *tickBuilder) spans(slots []int, ask labels) string {
	const alias = "b"
	at := qualified(labelAlias, ask.at)
	before := &sqlast.Over{OrderBy: []sqlast.Order{{X: at}}}
	var on sqlast.Expr
	for _, k := range t.keys {
		key := qualified(labelAlias, ask.keys[k])
		before.PartitionBy = append(before.PartitionBy, key)
		on = sqlast.And(on, sqlast.Bin(qualified(alias, k), "=", key))
	}
	from := []sqlast.Expr{
		qualified(alias, t.began),
		plus(sqlast.Call{Func: "lag", Args: []sqlast.Expr{at}, Over: before}, 1),
	}
	if reach, ok := t.g.Reach(slots); ok {
		from = append(from, minus(at, reach))
	}
	q := &sqlast.Select{
		Columns: append(t.carried(alias, t.began),
			sqlast.Column{X: sqlast.Fn("greatest", from...), As: t.since},
			sqlast.Column{X: at, As: t.until}),
		From:  aliased(ask.name, labelAlias),
		Joins: []sqlast.Join{{Kind: "JOIN", Table: aliased(t.firstEvents(), alias), On: on}},
	}
	return t.b.cte(t.g.Source.Name+"_spans", "The time that a label sees and the label before it does not.", q)
}

// firstEvents returns the CTE with when each key has its first event.
func (t *tickBuilder) firstEvents() string {
	root := t.b.root(t.g)
	if name, ok := t.b.began[root]; ok {
		return name
	}
	q := &sqlast.Select{
		Columns: append(entityColumns(root), sqlast.Column{X: sqlast.Fn("min", sqlast.Col(columnsOf(root.Source).arrival)), As: t.began}),
		From:    table(t.b.admitted(root)),
		GroupBy: keyColumns(root),
	}
	name := t.b.cte(root.Name+"_began", "When the first event of each "+root.Entity.Name+" becomes visible.", q)
	t.b.began[root] = name
	return name
}

// instants builds the instants of the grid in spans.
func (t *tickBuilder) instants(spans string) string {
	ticks, name := t.g.Source.Ticks, t.g.Source.Name+"_grid"
	if ticks.Every > 0 {
		const us = "us"
		since, every := micros(sqlast.Col(t.since)), sqlast.Int(ticks.Every)
		first := sqlast.Bin(since, "+", sqlast.Bin(sqlast.Bin(every, "-", past(since, every)), "%", every))
		end := sqlast.Bin(micros(sqlast.Col(t.until)), "+", sqlast.Int(1))
		all := t.b.cte(name, "", &sqlast.Select{
			Columns: append(t.carried("", t.began), sqlast.Column{X: sqlast.Fn("unnest", sqlast.Fn("range", first, end, every)), As: us}),
			From:    table(spans),
		})
		return t.b.cte(name, "", &sqlast.Select{
			Columns: append(t.carried("", t.began), sqlast.Column{X: timestamp(sqlast.Col(us)), As: t.at}), From: table(all),
		})
	}
	unit := ticks.Calendar.Unit.String()
	s := t.starts(spans, t.since, t.until)
	from := s.shown(ticks.Calendar, "first_"+unit, micros(qualified(labelAlias, t.since)))
	to := s.shown(ticks.Calendar, "last_"+unit, micros(qualified(labelAlias, t.until)))
	step := sqlast.Interval{N: 1, Unit: strings.ToUpper(unit)}
	if ticks.Calendar.Unit == ir.UnitWeek {
		step = sqlast.Interval{N: 7, Unit: "DAY"}
	}
	const shown = "shown"
	all := t.b.cte(name, "Every "+unit+" of "+ticks.Calendar.Zone+" in it.", &sqlast.Select{
		Columns: append(t.carried("", t.began, t.since, t.until), sqlast.Column{
			X:  sqlast.Fn("unnest", sqlast.Fn("generate_series", timestamp(sqlast.Col(from)), timestamp(sqlast.Col(to)), step)),
			As: shown,
		}),
		From: table(s.from),
	})
	x, clock := s.first(ticks.Calendar, micros(qualified(labelAlias, shown)))
	begins := t.b.cte(name, "When it begins; one that the clocks skip begins with the next.", &sqlast.Select{
		Distinct: true,
		Columns:  append(t.carried(labelAlias, t.began, t.since, t.until), sqlast.Column{X: x, As: t.at}),
		From:     aliased(all, labelAlias), Joins: []sqlast.Join{clock},
	})
	return t.b.cte(name, "", &sqlast.Select{
		Columns: t.carried("", t.began, t.at), From: table(begins),
		Where: sqlast.Between{X: sqlast.Col(t.at), Lo: sqlast.Col(t.since), Hi: sqlast.Col(t.until)},
	})
}

// past is how far x is behind the multiple of a step before it.
func past(x, step sqlast.Expr) sqlast.Expr {
	return sqlast.Bin(sqlast.Bin(sqlast.Bin(x, "%", step), "+", step), "%", step)
}

// starts begins to add columns to a relation that has the key and began.
func (t *tickBuilder) starts(from string, columns ...string) *starts {
	s := &starts{b: t.b, g: t.g, from: from, names: scope{}, known: map[string]string{}}
	for _, c := range append(append(t.keys[:len(t.keys):len(t.keys)], t.began), columns...) {
		s.carried = append(s.carried, s.names.name(c))
	}
	return s
}

// after adds when the grid of a view that is read last had an instant: a key has
// values of that view from its first one on only.
func (t *tickBuilder) after(grid string, ticks *ir.Ticks) string {
	columns := []string{t.at}
	if t.floored != "" {
		columns = append(columns, t.floored)
	} else {
		t.floored = t.at
	}
	s := t.starts(grid, columns...)
	if ticks.Every > 0 {
		us := micros(qualified(labelAlias, t.floored))
		t.floored = s.next("last_"+short(ticks.Every), "", timestamp(sqlast.Bin(us, "-", past(us, sqlast.Int(ticks.Every)))))
	} else {
		t.floored = s.begin(ticks.Calendar, t.floored, "")
	}
	return s.from
}

// values builds the events: what the view gives at the instants.
func (t *tickBuilder) values(ticks, row string, slots []int) string {
	src := t.g.Source
	var features []*ir.Feature
	for _, c := range t.g.Columns(slots) {
		if f := src.Ticks.Feature(c); f != nil {
			features = append(features, f)
		}
	}
	if len(features) == 0 {
		return ticks
	}
	ask := labels{name: ticks, row: row, at: t.at, keys: map[string]string{}}
	for _, k := range t.keys {
		ask.keys[k] = k
	}
	cte, columns := t.b.featuresAs(src.Name+"_values", "What "+src.Ticks.View.Name+" gives then.", features, ask)
	q := &sqlast.Select{
		Columns: t.carried(labelAlias, t.at),
		From:    aliased(ticks, labelAlias),
		Joins: []sqlast.Join{{
			Kind: "JOIN", Table: aliased(cte, "f"),
			On: sqlast.Bin(qualified("f", row), "=", qualified(labelAlias, row)),
		}},
	}
	for i, f := range features {
		q.Columns = append(q.Columns, sqlast.Column{X: qualified("f", columns[i]), As: f.Name})
	}
	return t.b.cte(src.Name, "", q)
}
