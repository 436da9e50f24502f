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

// Check is two queries for what is wrong in a file. Where rows need no numbers a file is
// read several times as fast, and as a rule nothing is wrong.
type Check struct {
	Any   *sqlast.Query // whether there is a fault: true, false, or null where there are no rows
	First *sqlast.Query // the first: a row with its place and text, or no row where all is right
}

func checkOf(query func(numbered bool) *sqlast.Query) Check { return Check{query(false), query(true)} }

// checkedRow is the number of a row of a file that is checked.
const checkedRow = "featc_row"

// numberRows begins layers with the number of each row of a file, or with nothing.
func numberRows(l *layers, numbered bool) {
	if numbered {
		l.start(checkedRow, sqlast.Call{Func: "row_number", Over: &sqlast.Over{}})
	}
}

// faults is the query for the first of the faults among cells, or for whether there
// are any.
func faults(l *layers, from sqlast.Expr, numbered bool, where sqlast.Expr, columns ...sqlast.Column) *sqlast.Query {
	body := &sqlast.Select{Columns: []sqlast.Column{{X: sqlast.Fn("bool_or", where)}}, From: table("cells")}
	if numbered {
		row := sqlast.Col(checkedRow)
		body.Columns = append([]sqlast.Column{{X: row, As: CheckRow}}, columns...)
		body.Where, body.OrderBy, body.Limit = where, []sqlast.Order{{X: row}}, 1
	}
	first := &sqlast.Select{From: sqlast.Table{Func: from, Alias: fileAlias}}
	return &sqlast.Query{With: l.ctes("cells", "", first, func(s string) string { return s }), Body: body}
}

// CheckSource finds a cell of one file of a source that does not parse.
func (d *Dialect) CheckSource(s *ir.Source, f File) Check { return d.check(s.Columns, f) }

// CheckLabels is CheckSource for a label file of a set.
func (d *Dialect) CheckLabels(set *ir.FeatureSet, f File) Check {
	return d.check(LabelColumns(set), f)
}

func (d *Dialect) check(columns []*ir.Column, f File) Check {
	return checkOf(func(numbered bool) *sqlast.Query { return d.badCell(columns, f, numbered) })
}

func (d *Dialect) badCell(columns []*ir.Column, f File, numbered bool) *sqlast.Query {
	const file = fileAlias
	l := newLayers(d)
	numberRows(l, numbered)
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
	return faults(l, d.files.table(f, numbered), numbered, any,
		sqlast.Column{X: name, As: CheckColumn}, sqlast.Column{X: text, As: CheckText}, sqlast.Column{X: orNull(model), As: CheckModel})
}

// orNull is null where a case has no branches.
func orNull(c sqlast.Case) sqlast.Expr {
	if len(c.Whens) == 0 {
		return sqlast.Cast{X: sqlast.Null, Type: "VARCHAR"}
	}
	return c
}
