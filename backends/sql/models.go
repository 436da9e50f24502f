package sql

import (
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
)

// ofModel is a vector v, which is of another model than its column is declared with
// where wrong is true; message says so then. Both are nil where nothing says of which
// model it is. Said are the values of all columns, by name.
func ofModel(l *layers, c *ir.Column, v sqlast.Expr, said map[string]sqlast.Expr) (out, wrong, message sqlast.Expr) {
	if c.ModelIn == "" {
		return v, nil, nil
	}
	want := sqlast.Text(c.Type.Model)
	v, model := l.atom(v), l.atom(said[c.ModelIn])
	wrong = sqlast.And(sqlast.IsNull{X: v, Not: true}, sqlast.Bin(model, "IS DISTINCT FROM", want))
	found := sqlast.Fn("coalesce", sqlast.Bin(sqlast.Bin(sqlast.Text(`model "`), "||", model), "||", sqlast.Text(`"`)), sqlast.Text("no model"))
	return v, wrong, sqlast.Fn("concat", sqlast.Text("is a vector of "), found, sqlast.Text(`, not of "`+c.Type.Model+`"`))
}
