package sql

import (
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
)

// The columns of what CheckSource and CheckLabels return.
const (
	CheckRow    = "bad_row"    // from 1, after the header
	CheckColumn = "bad_column" // its name; empty where the whole row is none
	CheckText   = "bad_text"   // what is there; null where there is nothing
	CheckModel  = "bad_model"  // where it is a vector of another model than it should be, in words that follow the column's name; else null
)

// CheckSource is a query for the first cell of one file of a source that does
// not parse: a row with its place and text, or no row where all do.
func (d *Dialect) CheckSource(s *ir.Source, f File) *sqlast.Query { return d.check(s.Columns, f) }

// CheckLabels is CheckSource for a label file of a set.
func (d *Dialect) CheckLabels(set *ir.FeatureSet, f File) *sqlast.Query {
	return d.check(LabelColumns(set), f)
}

func (d *Dialect) check(columns []*ir.Column, f File) *sqlast.Query {
	const file, row = "file", "featc_row"
	l := newLayers(d)
	l.start(row, sqlast.Call{Func: "row_number", Over: &sqlast.Over{}})
	var name, text, model sqlast.Case
	var any sqlast.Expr
	raws, noRow := d.files.start(l, f, file, columns, false)
	if noRow != nil {
		is := l.define("featc_no_row", noRow)
		name.Whens = append(name.Whens, sqlast.When{Cond: is, Then: sqlast.Text("")})
		text.Whens = append(text.Whens, sqlast.When{Cond: is, Then: sqlast.Null})
		any = is
	}
	values := map[string]sqlast.Expr{}
	bads := make([]sqlast.Expr, len(columns))
	for i, c := range columns {
		values[c.Name], bads[i] = d.files.cell(l, f, raws[i], c).value(l, c, nil)
	}
	for i, c := range columns {
		raw, bad := raws[i], bads[i]
		if _, wrong, message := ofModel(l, c, values[c.Name], values); wrong != nil {
			is := l.define(hidden(c, "of_model"), wrong)
			model.Whens = append(model.Whens, sqlast.When{Cond: is, Then: message})
			bad = sqlast.Or(bad, is)
		}
		if bad == nil {
			continue
		}
		is := l.define(hidden(c, "bad"), bad)
		name.Whens = append(name.Whens, sqlast.When{Cond: is, Then: sqlast.Text(c.Name)})
		text.Whens = append(text.Whens, sqlast.When{Cond: is, Then: sqlast.Cast{X: raw.text, Type: "VARCHAR"}})
		any = sqlast.Or(any, is)
	}
	if any == nil {
		any = sqlast.False
		name.Whens = []sqlast.When{{Cond: any, Then: sqlast.Text("")}}
		text = name
	}
	first := &sqlast.Select{From: sqlast.Table{Func: d.files.table(f, true), Alias: file}}
	return &sqlast.Query{
		With: l.ctes("cells", "", first, func(s string) string { return s }),
		Body: &sqlast.Select{
			Columns: []sqlast.Column{
				{X: sqlast.Col(row), As: CheckRow}, {X: name, As: CheckColumn}, {X: text, As: CheckText},
				{X: orNull(model), As: CheckModel},
			},
			From:    table("cells"),
			Where:   any,
			OrderBy: []sqlast.Order{{X: sqlast.Col(row)}},
			Limit:   1,
		},
	}
}

// orNull is null where a case has no branches.
func orNull(c sqlast.Case) sqlast.Expr {
	if len(c.Whens) == 0 {
		return sqlast.Cast{X: sqlast.Null, Type: "VARCHAR"}
	}
	return c
}
