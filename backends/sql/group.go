package sql

import (
	"fmt"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
)

// events are the layers over the admitted events of a group.
type events struct {
	b           *builder
	g           *plan.Group
	l           *layers
	x           *exprs
	columns     map[int]sqlast.Name // of the source
	lets        map[*ir.Let]sqlast.Expr
	inputs      map[int]sqlast.Expr
	orders      map[string]sqlast.Name
	limbColumns map[string][2]sqlast.Expr
	arrival     sqlast.Name // when an event becomes visible; the event time where that is the same
}

func newEvents(b *builder, g *plan.Group) *events {
	ev := &events{
		b: b, g: g, l: newLayers(b.d),
		columns: map[int]sqlast.Name{}, lets: map[*ir.Let]sqlast.Expr{}, inputs: map[int]sqlast.Expr{},
		orders: map[string]sqlast.Name{}, limbColumns: map[string][2]sqlast.Expr{},
	}
	ev.x = b.exprs(ev.l, ev.leaf)
	for _, k := range g.Key {
		ev.column(k)
	}
	ev.arrival = ev.column(g.Source.Time)
	if delayed(g.Source) {
		name := columnsOf(g.Source).arrival
		ev.arrival = ev.l.start(name, sqlast.Col(name))
	}
	return ev
}

// column returns a column of the source.
func (ev *events) column(i int) sqlast.Name {
	n, ok := ev.columns[i]
	if !ok {
		name := ev.g.Source.Columns[i].Name
		n = ev.l.start(name, sqlast.Col(name))
		ev.columns[i] = n
	}
	return n
}

func (ev *events) leaf(e ir.Expr) sqlast.Expr {
	switch e := e.(type) {
	case *ir.ColumnRef:
		return ev.column(e.Index)
	case *ir.LetRef:
		got, ok := ev.lets[e.Let]
		if !ok {
			got = ev.named(e.Let.Name, e.Let.Expr)
			ev.lets[e.Let] = got
		}
		return got
	}
	panic(fmt.Sprintf("sql: %T in a row-level expression", e))
}

// named returns an expression as a column, under its name where it is new.
func (ev *events) named(name string, e ir.Expr) sqlast.Expr {
	s := ev.x.typed(e)
	if n, ok := s.(sqlast.Name); ok {
		return n
	}
	return ev.l.define(name, s)
}

// input returns the column of an input of the group; nil for plan.None.
func (ev *events) input(i int) sqlast.Expr {
	if i == plan.None {
		return nil
	}
	got, ok := ev.inputs[i]
	if !ok {
		got = ev.named(ev.g.Inputs[i].Name, ev.g.Inputs[i].Expr)
		ev.inputs[i] = got
	}
	return got
}

// order returns a column that numbers the events of a key from the oldest, with
// ties broken by inputs. Events that stay equal are interchangeable.
func (ev *events) order(ties []int) sqlast.Expr {
	key := fmt.Sprint(ties)
	if n, ok := ev.orders[key]; ok {
		return n
	}
	s := ev.g.Source
	over := &sqlast.Over{}
	for _, k := range ev.g.Key {
		over.PartitionBy = append(over.PartitionBy, ev.column(k))
	}
	seen := map[sqlast.Expr]bool{}
	add := func(e sqlast.Expr) {
		if !seen[e] {
			seen[e] = true
			over.OrderBy = append(over.OrderBy, sqlast.Order{X: e})
		}
	}
	for _, i := range []int{s.Time, s.Sequence, s.Unique} {
		if i != ir.None {
			add(ev.column(i))
		}
	}
	for _, t := range ties {
		add(ev.input(t))
	}
	n := ev.l.define("event_order", sqlast.Call{Func: "row_number", Over: over})
	ev.orders[key] = n
	return n
}

// labels is the relation that asks: a row per entity and instant.
type labels struct {
	name    string
	row, at string
	keys    map[string]string // key column of an entity → column
	request []string
}

// slotColumns is where a group's slots end up.
type slotColumns struct {
	cte   string
	parts map[int][]string // slot → its aggregated columns
	prims map[int]primitive
}

// aggregate adds the CTEs that compute slots of a group for every label.
func (b *builder) aggregate(g *plan.Group, slots []int, ask labels) slotColumns {
	ev := newEvents(b, g)
	out := slotColumns{parts: map[int][]string{}, prims: map[int]primitive{}}
	for _, i := range slots {
		p := choose(g.Slots[i], g)
		p.prepare(ev)
		out.prims[i] = p
		ev.input(g.Slots[i].Filter)
	}
	seen := newSeen(ev, slots, ask)
	aggregated := []sqlast.Column{{X: sqlast.Col(seen.row), As: ask.row}}
	names := scope{}
	names.name(ask.row)
	for _, i := range slots {
		s := g.Slots[i]
		in := sqlast.And(seen.in(s), ev.input(s.Filter))
		for _, c := range out.prims[i].aggregates(in) {
			c.As = names.name(s.Name + c.As)
			aggregated = append(aggregated, c)
			out.parts[i] = append(out.parts[i], c.As)
		}
	}
	admitted := b.admitted(g)
	inputs := b.stack(ev.l, g.Name+"_inputs", "What the features read of each event.", &sqlast.Select{From: table(admitted)})
	joined := b.cte(g.Name+"_seen", "Every label with the events that it may see.", seen.query(inputs, aggregated))
	out.cte = b.cte(g.Name+"_at", "", &sqlast.Select{
		Columns: aggregated, From: table(joined), GroupBy: []sqlast.Expr{sqlast.Col(seen.row)},
	})
	return out
}
