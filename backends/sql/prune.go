package sql

import (
	"slices"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
)

// prune has the first step of a group's admission take up only events that can
// matter to a label: of a key that a label has, there by its last instant, and no
// older than its windows reach. Admission judges each key by itself and by what
// arrived before, so what is left is judged as it was:
//
//   - what arrives after the last label is not known at any;
//   - an event too old to be seen can make only older ones late. It can stand between
//     two events of one id, though, so a source with ids keeps its old events.
func (b *builder) prune(g *plan.Group, first *sqlast.Select, source string) {
	const alias = "a"
	s := g.Source
	names := scope{}
	for _, c := range s.Columns {
		names.name(c.Name)
	}
	names.take(columnsOf(s).arrival)
	asked := &sqlast.Select{From: table(b.training.name)}
	var on sqlast.Expr
	for i, k := range g.Entity.Keys {
		key := sqlast.Col(b.training.keys[k.Name])
		name := names.name("asked_" + k.Name)
		asked.Columns = append(asked.Columns, sqlast.Column{X: key, As: name})
		asked.GroupBy = append(asked.GroupBy, key)
		on = sqlast.And(on, sqlast.Bin(qualified(alias, name), "=", qualified(eventAlias, s.Columns[g.Key[i]].Name)))
	}
	at := sqlast.Col(b.training.at)
	until, since := names.name("asked_until"), names.name("asked_since")
	asked.Columns = append(asked.Columns, sqlast.Column{X: sqlast.Fn("max", at), As: until})
	on = sqlast.And(on, sqlast.Bin(arrival(s), "<=", qualified(alias, until)))
	if reach, ok := b.reach(g); ok {
		asked.Columns = append(asked.Columns, sqlast.Column{X: sqlast.Fn("min", at), As: since})
		time := qualified(eventAlias, s.Columns[s.Time].Name)
		on = sqlast.And(on, sqlast.Bin(time, ">=", minus(qualified(alias, since), reach)))
	}
	cte := b.cte(g.Name+"_asked", "What labels ask for: the keys, and from when to when.", asked)
	// A key is asked for by one row, so that both joins give the same; a semi-join
	// carries no columns along.
	kind := "JOIN"
	if b.d.Can(SemiJoins) {
		kind = "SEMI JOIN"
	}
	first.From = aliased(source, eventAlias)
	first.Columns[0].X = sqlast.Star{Table: eventAlias}
	first.Joins = []sqlast.Join{{Kind: kind, Table: aliased(cte, alias), On: on}}
}

// reach is how far back the events of a group can matter to a label; ok is false
// where that has no bound.
func (b *builder) reach(g *plan.Group) (reach int64, ok bool) {
	if g.Source.Unique != ir.None || b.hasReadings(g) {
		return 0, false
	}
	all := make([]int, len(g.Slots))
	for i := range all {
		all[i] = i
	}
	return g.Reach(all)
}

// hasReadings reports whether a view over a view of the group goes by when its
// keys had their first events.
func (b *builder) hasReadings(g *plan.Group) bool {
	return slices.ContainsFunc(b.p.Groups, func(of *plan.Group) bool {
		return of.Source.Ticks != nil && b.root(of) == g
	})
}
