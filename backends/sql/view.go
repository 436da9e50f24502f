package sql

import (
	"fmt"
	"slices"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
)

// Backfill is every feature of a view at every instant at which an event of an
// entity becomes visible. The variables since and until, timestamps in UTC, keep
// the instants in [since, until); where they are not set, every instant is kept.
func (d *Dialect) Backfill(p *plan.Plan, view *ir.View, opt Options) (*sqlast.Script, error) {
	b := newBuilder(d, p, opt)
	if !b.need(Variables, "a backfill", view) {
		return nil, b.bag.Err()
	}
	instants := b.asked(view, "instants", "Every instant at which an event of an entity becomes visible.",
		func(g *plan.Group) sqlast.Expr {
			at := sqlast.Expr(sqlast.Col(g.Source.Columns[g.Source.Time].Name))
			if delayed(g.Source) {
				at = sqlast.Fn("greatest", at, sqlast.Col(columnsOf(g.Source).arrival))
			}
			return at
		})
	col := sqlast.Col(instantColumn(view.Entity))
	within := sqlast.And(
		sqlast.Or(sqlast.IsNull{X: variable("since")}, sqlast.Bin(col, ">=", variable("since"))),
		sqlast.Or(sqlast.IsNull{X: variable("until")}, sqlast.Bin(col, "<", variable("until"))),
	)
	return b.viewScript(view, instants, within, fmt.Sprintf(
		"Every feature of %s at every instant at which an event becomes visible.\n"+
			"For instants in [since, until) alone, first run for example\n"+
			"  SET VARIABLE since = TIMESTAMP '2025-01-01';\n"+
			"  SET VARIABLE until = TIMESTAMP '2025-02-01';", view.Name))
}

// Latest is every feature of a view for every entity at one instant: that of the
// variable as_of, a timestamp in UTC, or now.
func (d *Dialect) Latest(p *plan.Plan, view *ir.View, opt Options) (*sqlast.Script, error) {
	b := newBuilder(d, p, opt)
	if !b.need(Variables, "the latest values", view) {
		return nil, b.bag.Err()
	}
	now := sqlast.Fn("timezone", sqlast.Text("UTC"), sqlast.Fn("now"))
	entities := b.asked(view, "entities", "Every entity, at the instant that was asked for.",
		func(*plan.Group) sqlast.Expr { return sqlast.Fn("coalesce", variable("as_of"), now) })
	return b.viewScript(view, entities, nil, fmt.Sprintf(
		"Every feature of %s for every entity, now.\n"+
			"At another instant, first run for example\n"+
			"  SET VARIABLE as_of = TIMESTAMP '2025-01-01';", view.Name))
}

// asked adds a CTE with an instant for each event of the view's entity, once.
func (b *builder) asked(view *ir.View, name, about string, at func(*plan.Group) sqlast.Expr) string {
	all := sqlast.Union{Distinct: true}
	for _, g := range b.groupsOf(view) {
		all.Selects = append(all.Selects, &sqlast.Select{
			Distinct: true,
			Columns:  append(entityColumns(g), sqlast.Column{X: at(g), As: instantColumn(view.Entity)}),
			From:     table(b.admitted(g)),
		})
	}
	if len(all.Selects) == 0 {
		b.bag.Add(errNoEvents(view))
		return name
	}
	return b.cte(name, about, all)
}

// groupsOf lists the groups whose events change the view's features: those of
// the view's entity that the features read, directly or through other views, in
// order of first use.
func (b *builder) groupsOf(view *ir.View) []*plan.Group {
	var out []*plan.Group
	for _, n := range (&finisher{b: b}).scan(view.Features) {
		if g := b.root(n.group); g.Entity == view.Entity && !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	return out
}

// viewScript ends a statement over the keys and instants of a CTE.
func (b *builder) viewScript(view *ir.View, instants string, where sqlast.Expr, head string) (*sqlast.Script, error) {
	at := instantColumn(view.Entity)
	ask := labels{row: rowColumn(view.Entity), at: at, keys: map[string]string{}}
	over := &sqlast.Over{}
	var columns []sqlast.Column
	for _, k := range view.Entity.Keys {
		ask.keys[k.Name] = k.Name
		columns = append(columns, sqlast.Column{X: sqlast.Col(k.Name)})
		over.OrderBy = append(over.OrderBy, sqlast.Order{X: sqlast.Col(k.Name)})
	}
	over.OrderBy = append(over.OrderBy, sqlast.Order{X: sqlast.Col(at)})
	columns = append(columns,
		sqlast.Column{X: sqlast.Col(at)},
		sqlast.Column{X: sqlast.Call{Func: "row_number", Over: over}, As: ask.row})
	ask.name = b.cte("labels", "", &sqlast.Select{Columns: columns, From: table(instants), Where: where})

	cte, names := b.features(view.Features, ask)
	out := &sqlast.Select{
		From: aliased(ask.name, labelAlias),
		Joins: []sqlast.Join{{
			Kind: "JOIN", Table: aliased(cte, "f"),
			On: sqlast.Bin(qualified("f", ask.row), "=", qualified(labelAlias, ask.row)),
		}},
		OrderBy: []sqlast.Order{{X: qualified(labelAlias, ask.row)}},
	}
	for _, c := range columns[:len(columns)-1] {
		out.Columns = append(out.Columns, sqlast.Column{X: qualified(labelAlias, c.X.(sqlast.Name).Col)})
	}
	for i, f := range view.Features {
		out.Columns = append(out.Columns, sqlast.Column{X: qualified("f", names[i]), As: f.Name, Comment: about(f)})
	}
	return b.script(comment(head, view.Doc), out)
}

// entityColumns are the keys of a group's events under the entity's names.
func entityColumns(g *plan.Group) []sqlast.Column {
	var out []sqlast.Column
	for i, k := range g.Key {
		out = append(out, sqlast.Column{X: sqlast.Col(g.Source.Columns[k].Name), As: g.Entity.Keys[i].Name})
	}
	return out
}

// instantColumn is a name for the instant beside an entity's keys.
func instantColumn(e *ir.Entity) string { return besideKeys(e, "at") }

func rowColumn(e *ir.Entity) string { return besideKeys(e, Row) }

func besideKeys(e *ir.Entity, want string) string {
	names := scope{}
	for _, k := range e.Keys {
		names.name(k.Name)
	}
	return names.name(want)
}

// variable is a session variable as a timestamp, null where it is not set.
func variable(name string) sqlast.Expr {
	return sqlast.Cast{X: sqlast.Fn("getvariable", sqlast.Text(name)), Type: "TIMESTAMP"}
}
