package sql

import (
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
)

// Columns that admission adds to those of a source.
type admissionColumns struct {
	arrival, newest, previous string
}

func columnsOf(s *ir.Source) admissionColumns {
	names := scope{}
	for _, c := range s.Columns {
		names.name(c.Name)
	}
	c := admissionColumns{newest: names.name("newest_time"), previous: names.name("previous_time")}
	c.arrival = s.Columns[s.Time].Name
	if s.Arrival != ir.None || s.Delay != 0 {
		c.arrival = names.name("visible_at")
	}
	return c
}

// delayed reports whether events of s can become visible later than they happen.
func delayed(s *ir.Source) bool { return s.Arrival != ir.None || s.Delay != 0 }

// admitted returns the CTE with the events of a group that count: those with a
// key that are neither late nor duplicates.
func (b *builder) admitted(g *plan.Group) string {
	if name, ok := b.events[g]; ok {
		return name
	}
	steps := admit(g)
	from := b.source(g.Source)
	for i, s := range steps {
		if s.body.From = table(from); i == 0 && b.training != nil {
			b.prune(g, s.body, from)
		}
		from = b.cte(g.Name+s.suffix, s.comment, s.body)
	}
	b.events[g] = from
	return from
}

type admissionStep struct {
	suffix, comment string
	body            *sqlast.Select // From is filled in
}

// admit lists the steps of admission; each reads the one before.
func admit(g *plan.Group) []admissionStep {
	s, names := g.Source, columnsOf(g.Source)
	at := sqlast.Col(s.Columns[s.Time].Name)
	all := sqlast.Column{X: sqlast.Star{}}

	known := sqlast.Expr(nil)
	for _, k := range g.Key {
		known = sqlast.And(known, sqlast.IsNull{X: sqlast.Col(s.Columns[k].Name), Not: true})
	}
	first := &sqlast.Select{Columns: []sqlast.Column{all}, Where: sqlast.And(known, sqlast.IsNull{X: at, Not: true})}
	if delayed(s) {
		first.Columns = append(first.Columns, sqlast.Column{X: arrival(s), As: names.arrival})
	}
	steps := []admissionStep{{"_events", "Events that belong to an entity.", first}}

	if s.Lateness != ir.None {
		newest := sqlast.Col(names.newest)
		before := sqlast.Call{Func: "max", Args: []sqlast.Expr{at}, Over: &sqlast.Over{
			PartitionBy: keyColumns(g), OrderBy: arrivalOrder(g), Frame: "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING",
		}}
		steps = append(steps,
			admissionStep{"_watermarks", "The newest event time that the entity had seen before each event arrived.",
				&sqlast.Select{Columns: []sqlast.Column{all, {X: before, As: names.newest}}}},
			admissionStep{"_on_time", "Without late events.",
				&sqlast.Select{
					Columns: []sqlast.Column{all},
					Where:   sqlast.Or(sqlast.IsNull{X: newest}, sqlast.Bin(at, ">=", minus(newest, s.Lateness))),
				}})
	}
	if s.Unique != ir.None {
		id, previous := sqlast.Col(s.Columns[s.Unique].Name), sqlast.Col(names.previous)
		before := sqlast.Call{Func: "lag", Args: []sqlast.Expr{at}, Over: &sqlast.Over{
			PartitionBy: append(keyColumns(g), id), OrderBy: arrivalOrder(g),
		}}
		steps = append(steps,
			admissionStep{"_repeats", "The event of the same id that arrived before.",
				&sqlast.Select{Columns: []sqlast.Column{all, {X: before, As: names.previous}}}},
			admissionStep{"_unique", "Without duplicates: the first arrival of an id counts.",
				&sqlast.Select{
					Columns: []sqlast.Column{all},
					Where: sqlast.Or(
						sqlast.IsNull{X: id}, sqlast.IsNull{X: previous},
						sqlast.Bin(at, "<", minus(previous, s.UniqueWithin)),
						sqlast.Bin(at, ">", plus(previous, s.UniqueWithin)),
					),
				}})
	}
	return steps
}

// arrival is when an event of s can first be known.
func arrival(s *ir.Source) sqlast.Expr {
	later := plus(sqlast.Col(s.Columns[s.Time].Name), s.Delay)
	if s.Arrival == ir.None {
		return later
	}
	return sqlast.Fn("coalesce", sqlast.Col(s.Columns[s.Arrival].Name), later)
}

func keyColumns(g *plan.Group) []sqlast.Expr {
	var out []sqlast.Expr
	for _, k := range g.Key {
		out = append(out, sqlast.Col(g.Source.Columns[k].Name))
	}
	return out
}

// arrivalOrder is the order in which the events of a key are judged: arrival,
// time, sequence, id, then every column, so that what is left equal is the same.
func arrivalOrder(g *plan.Group) []sqlast.Order {
	s := g.Source
	out := []sqlast.Order{{X: sqlast.Col(columnsOf(s).arrival)}}
	seen := map[int]bool{}
	for _, k := range g.Key {
		seen[k] = true
	}
	if !delayed(s) {
		seen[s.Time] = true
	}
	add := func(i int) {
		if i != ir.None && !seen[i] {
			seen[i] = true
			out = append(out, sqlast.Order{X: sqlast.Col(s.Columns[i].Name)})
		}
	}
	add(s.Time)
	add(s.Sequence)
	add(s.Unique)
	for i := range s.Columns {
		add(i)
	}
	return out
}
