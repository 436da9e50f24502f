package sql

import (
	"slices"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
)

// Replay is the history of one group for the labels in opt.LabelTable, for
// operators: two queries, each sorted by key and then by instant. The events have
// the key, then the given columns of the source, in the order in which a server
// would have met them; keys that no label has are left out. The labels have their
// row, the instant, and the key.
func (d *Dialect) Replay(p *plan.Plan, set *ir.FeatureSet, g *plan.Group, columns []int, opt Options) (events, labels *sqlast.Query, err error) {
	b := newBuilder(d, p, opt)
	b.set = set
	body := b.replayedEvents(g, columns)
	if err := b.bag.Err(); err != nil {
		return nil, nil, err
	}
	return &sqlast.Query{With: b.with, Body: body}, &sqlast.Query{Body: b.replayedLabels(set, g)}, nil
}

func (b *builder) replayedEvents(g *plan.Group, columns []int) *sqlast.Select {
	s := g.Source
	source := b.source(s)
	ask := &sqlast.Select{Distinct: true, From: table(b.opt.LabelTable)}
	on := sqlast.Expr(nil)
	for i, k := range g.Entity.Keys {
		ask.Columns = append(ask.Columns, sqlast.Column{X: sqlast.Col(k.Name)})
		on = sqlast.And(on, sqlast.Bin(qualified("a", k.Name), "=", qualified(eventAlias, s.Columns[g.Key[i]].Name)))
	}
	asked := b.cte("asked", "The keys that labels have.", ask)
	out := &sqlast.Select{
		From:    aliased(source, eventAlias),
		Joins:   []sqlast.Join{{Kind: "JOIN", Table: aliased(asked, "a"), On: on}},
		Where:   sqlast.IsNull{X: qualified(eventAlias, s.Columns[s.Time].Name), Not: true},
		OrderBy: replayOrder(g),
	}
	for _, i := range slices.Concat(g.Key, columns) {
		out.Columns = append(out.Columns, sqlast.Column{X: qualified(eventAlias, s.Columns[i].Name)})
	}
	return out
}

// replayOrder is by key, arrival, and then as admission judges events, where
// that can matter: without ids, those of equal arrival and time are judged alike.
func replayOrder(g *plan.Group) []sqlast.Order {
	s := g.Source
	column := func(i int) sqlast.Expr { return qualified(eventAlias, s.Columns[i].Name) }
	var out []sqlast.Order
	for _, k := range g.Key {
		out = append(out, sqlast.Order{X: column(k)})
	}
	arrived := column(s.Time)
	if delayed(s) {
		arrived = plus(arrived, s.Delay)
		if s.Arrival != ir.None {
			arrived = sqlast.Fn("coalesce", column(s.Arrival), arrived)
		}
	}
	out = append(out, sqlast.Order{X: arrived})
	if delayed(s) && s.Lateness != ir.None || s.Unique != ir.None {
		out = append(out, sqlast.Order{X: column(s.Time)})
	}
	if s.Unique == ir.None {
		return out
	}
	if s.Sequence != ir.None {
		out = append(out, sqlast.Order{X: column(s.Sequence)})
	}
	out = append(out, sqlast.Order{X: column(s.Unique)})
	for i := range s.Columns {
		if i != s.Time && i != s.Sequence && i != s.Unique && !slices.Contains(g.Key, i) {
			out = append(out, sqlast.Order{X: column(i)})
		}
	}
	return out
}

func (b *builder) replayedLabels(set *ir.FeatureSet, g *plan.Group) *sqlast.Select {
	out := &sqlast.Select{
		From:    table(b.opt.LabelTable),
		Columns: []sqlast.Column{{X: sqlast.Col(RowColumn(set, b.opt.Labels))}, {X: sqlast.Col(set.Time.Name)}},
	}
	for _, k := range g.Entity.Keys {
		out.Columns = append(out.Columns, sqlast.Column{X: sqlast.Col(k.Name)})
		out.OrderBy = append(out.OrderBy, sqlast.Order{X: sqlast.Col(k.Name)})
	}
	out.OrderBy = append(out.OrderBy, sqlast.Order{X: sqlast.Col(set.Time.Name)})
	return out
}
