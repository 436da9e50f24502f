package sql

import (
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

// nestedOps are the operations on lists and maps.
var nestedOps = map[ir.Op]render{
	ir.LengthList: func(x *exprs, c *ir.Call, a []sqlast.Expr) sqlast.Expr {
		return sqlast.Fn("len", x.typedAs(a[0], c.Args[0]))
	},
	ir.LengthMap: func(x *exprs, c *ir.Call, a []sqlast.Expr) sqlast.Expr {
		return sqlast.Fn("len", sqlast.Fn("map_keys", x.typedAs(a[0], c.Args[0])))
	},
	ir.ContainsList: func(x *exprs, c *ir.Call, a []sqlast.Expr) sqlast.Expr {
		return hasElement(x, x.typedAs(a[0], c.Args[0]), x.typedAs(a[1], c.Args[1]))
	},
	ir.ContainsKey: func(x *exprs, c *ir.Call, a []sqlast.Expr) sqlast.Expr {
		return hasElement(x, sqlast.Fn("map_keys", x.typedAs(a[0], c.Args[0])), x.typedAs(a[1], c.Args[1]))
	},
	ir.ElementList: elementOf, ir.ElementVector: elementOf,
	ir.ElementMap: func(x *exprs, c *ir.Call, a []sqlast.Expr) sqlast.Expr {
		m := x.atom(x.typedAs(a[0], c.Args[0]))
		at := sqlast.Fn("list_position", sqlast.Fn("map_keys", m), x.typedAs(a[1], c.Args[1]))
		return sqlast.Fn("list_extract", sqlast.Fn("map_values", m), sqlast.Cast{X: at, Type: x.d.TypeName(types.Int64)})
	},
	ir.KeysMap: function("map_keys"), ir.ValuesMap: function("map_values"),
}

// elementOf is an element of a list by its number; a number below 0 counts from the end.
func elementOf(x *exprs, c *ir.Call, a []sqlast.Expr) sqlast.Expr {
	return sqlast.Fn("list_extract", x.typedAs(a[0], c.Args[0]), x.typedAs(a[1], c.Args[1]))
}

// hasElement is whether an element of a list equals e; null where either is.
func hasElement(x *exprs, list, e sqlast.Expr) sqlast.Expr {
	e = x.atom(e)
	same := sqlast.Fn("list_filter", list, lambda(sqlast.Bin(sqlast.Col("e"), "=", e), "e"))
	return sqlast.If(sqlast.IsNull{X: e, Not: true}, sqlast.Bin(sqlast.Fn("len", same), ">", sqlast.Int(0)))
}
