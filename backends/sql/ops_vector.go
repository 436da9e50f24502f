package sql

import (
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
)

// maxAbsVector is ir.MaxAbsVector.
func maxAbsVector(x *exprs, c *ir.Call, a []sqlast.Expr) sqlast.Expr {
	magnitudes := transform(x.typedAs(a[0], c.Args[0]), func(e sqlast.Expr) sqlast.Expr { return sqlast.Fn("abs", e) })
	return sqlast.Fn("list_max", magnitudes)
}

// divVector is ir.DivVector.
func divVector(x *exprs, c *ir.Call, a []sqlast.Expr) sqlast.Expr {
	by := x.atom(sqlast.Fn("nullif", a[1], sqlast.Int(0)))
	return known(x, transform(x.typedAs(a[0], c.Args[0]), func(e sqlast.Expr) sqlast.Expr {
		q := sqlast.Bin(e, "/", by)
		return sqlast.Case{Whens: []sqlast.When{{Cond: sqlast.Bin(q, "=", float(0)), Then: float(0)}, {Cond: x.isFinite(q), Then: q}}}
	}))
}
