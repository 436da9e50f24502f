package sql

import (
	"fmt"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
)

// Row is the column that numbers and orders labels, unless a key or a request
// field has that name.
const Row = "label_row"

// RowColumn is the column that numbers the labels of a set.
func RowColumn(set *ir.FeatureSet) string {
	names := scope{}
	for _, c := range labelColumns(set) {
		names.name(c.Name)
	}
	return names.name(Row)
}

// Train is the training set of a feature set: labels in, one row per label out
// in the labels' order, with every column of the labels and then the features.
func (d *Dialect) Train(p *plan.Plan, set *ir.FeatureSet, opt Options) (*sqlast.Script, error) {
	b := newBuilder(d, p, opt)
	b.checkCase(set)
	ask := labels{name: opt.LabelTable, row: RowColumn(set), at: set.Time.Name, keys: map[string]string{}}
	if ask.name == "" {
		ask.name = b.decodeLabels(set)
	}
	for _, k := range set.KeyColumns() {
		ask.keys[k.Name] = k.Name
	}
	for _, r := range set.Request {
		ask.request = append(ask.request, r.Name)
	}
	features := make([]*ir.Feature, len(set.Features))
	for i, f := range set.Features {
		features[i] = f.Feature
	}
	cte, columns := b.features(features, ask)

	out := &sqlast.Select{
		Columns: []sqlast.Column{{X: sqlast.Star{Table: labelAlias, Except: []string{ask.row}}}},
		From:    aliased(ask.name, labelAlias),
		Joins: []sqlast.Join{{
			Kind: "JOIN", Table: aliased(cte, "f"),
			On: sqlast.Bin(qualified("f", ask.row), "=", qualified(labelAlias, ask.row)),
		}},
		OrderBy: []sqlast.Order{{X: qualified(labelAlias, ask.row)}},
	}
	for i, f := range set.Features {
		out.Columns = append(out.Columns, sqlast.Column{X: qualified("f", columns[i]), As: f.Name, Comment: about(f.Feature)})
	}
	return b.script(comment(fmt.Sprintf("The training set of %s: one row per label, in the labels' order.", set.Name), set.Doc), out)
}

// Backfill is every feature of a view at every instant at which an event of an
// entity becomes visible. The variables start and end, timestamps in UTC, keep
// the instants in [start, end); where they are not set, every instant is kept.
func (d *Dialect) Backfill(p *plan.Plan, view *ir.View, opt Options) (*sqlast.Script, error) {
	b := newBuilder(d, p, opt)
	b.need(Variables, "a backfill", view)
	g := b.scanned(view)
	if g == nil {
		return nil, b.bag.Err()
	}
	at := sqlast.Expr(sqlast.Col(view.Source.Columns[view.Source.Time].Name))
	if delayed(view.Source) {
		at = sqlast.Fn("greatest", at, sqlast.Col(columnsOf(view.Source).arrival))
	}
	instants := b.cte("instants", "Every instant at which an event of an entity becomes visible.", &sqlast.Select{
		Distinct: true,
		Columns:  append(entityColumns(g), sqlast.Column{X: at, As: instantColumn(view.Entity)}),
		From:     table(b.admitted(g)),
	})
	col := sqlast.Col(instantColumn(view.Entity))
	within := sqlast.And(
		sqlast.Bin(col, ">=", sqlast.Fn("coalesce", variable("start"), col)),
		sqlast.Or(sqlast.IsNull{X: variable("end")}, sqlast.Bin(col, "<", variable("end"))),
	)
	return b.viewScript(view, instants, within, fmt.Sprintf(
		"Every feature of %s at every instant at which an event becomes visible.\n"+
			"For instants in [start, end) alone, first run for example\n"+
			"  SET VARIABLE start = TIMESTAMP '2025-01-01';\n"+
			"  SET VARIABLE end = TIMESTAMP '2025-02-01';", view.Name))
}

// Latest is every feature of a view for every entity at one instant: that of the
// variable as_of, a timestamp in UTC, or now.
func (d *Dialect) Latest(p *plan.Plan, view *ir.View, opt Options) (*sqlast.Script, error) {
	b := newBuilder(d, p, opt)
	b.need(Variables, "the latest values", view)
	g := b.scanned(view)
	if g == nil {
		return nil, b.bag.Err()
	}
	now := sqlast.Fn("timezone", sqlast.Text("UTC"), sqlast.Fn("now"))
	entities := b.cte("entities", "Every entity, at the instant that was asked for.", &sqlast.Select{
		Distinct: true,
		Columns: append(entityColumns(g), sqlast.Column{
			X: sqlast.Fn("coalesce", variable("as_of"), now), As: instantColumn(view.Entity),
		}),
		From: table(b.admitted(g)),
	})
	return b.viewScript(view, entities, nil, fmt.Sprintf(
		"Every feature of %s for every entity, now.\n"+
			"At another instant, first run for example\n"+
			"  SET VARIABLE as_of = TIMESTAMP '2025-01-01';", view.Name))
}

// viewScript ends a statement over the keys and instants of a CTE.
func (b *builder) viewScript(view *ir.View, instants string, where sqlast.Expr, head string) (*sqlast.Script, error) {
	b.checkCase(view)
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

// scanned returns the group whose events say when a view changes.
func (b *builder) scanned(view *ir.View) *plan.Group {
	g := groupOf(b.p, view)
	if g == nil {
		b.bag.Add(errNoEvents(view))
	}
	return g
}

// groupOf returns the group that scans the events of a view, nil where no
// feature needs them.
func groupOf(p *plan.Plan, view *ir.View) *plan.Group {
	for _, g := range p.Groups {
		for _, v := range g.Views {
			if v == view {
				return g
			}
		}
	}
	return nil
}
