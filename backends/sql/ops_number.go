package sql

import (
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

// numberOps are division, rounding, comparison and buckets in standard SQL.
var numberOps = map[ir.Op]render{
	ir.DivInt: func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		return x.fit(x.div(x.wide(a[0]), sqlast.Fn("nullif", a[1], sqlast.Int(0))), types.Int64)
	},
	ir.FloorDivInt: func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		v := x.atom(a[0])
		below := sqlast.Case{
			Whens: []sqlast.When{{Cond: sqlast.Bin(x.mod(v, a[1]), "<", sqlast.Int(0)), Then: sqlast.Int(1)}},
			Else:  sqlast.Int(0),
		}
		return x.int64(sqlast.Bin(x.div(v, a[1]), "-", below))
	},
	ir.SignInt: signOf(sqlast.Int(0)), ir.SignFloat: signOf(float(0)), ir.SignDec: signOf(sqlast.Int(0)),
	ir.RoundFloat: function("round"),
	ir.RoundDec: func(x *exprs, c *ir.Call, a []sqlast.Expr) sqlast.Expr {
		return x.fit(sqlast.Fn("round", a[0], sqlast.Int(int64(c.T.Scale))), c.T)
	},
	ir.Distance: func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		dx := x.atom(x.finite(sqlast.Bin(a[2], "-", a[0])))
		dy := x.atom(x.finite(sqlast.Bin(a[3], "-", a[1])))
		sum := sqlast.Bin(sqlast.Bin(dx, "*", dx), "+", sqlast.Bin(dy, "*", dy))
		return sqlast.Fn("sqrt", x.finite(sum))
	},
	ir.WidthBucket: func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		v, lo, hi, n := x.atom(a[0]), a[1], a[2], a[3]
		scaled := sqlast.Bin(sqlast.Bin(v, "-", lo), "*", sqlast.Cast{X: n, Type: x.d.TypeName(types.Float64)})
		part := sqlast.Fn("floor", sqlast.Bin(scaled, "/", sqlast.Bin(hi, "-", lo)))
		return x.int64(sqlast.Case{Whens: []sqlast.When{
			{Cond: sqlast.Bin(v, "<", lo), Then: sqlast.Int(0)},
			{Cond: sqlast.Bin(v, ">=", hi), Then: sqlast.Bin(n, "+", sqlast.Int(1))},
			{Cond: sqlast.Bin(v, ">=", lo), Then: sqlast.Fn("least", n, sqlast.Bin(sqlast.Int(1), "+", x.int64(part)))},
		}})
	},

	ir.NullIf: func(x *exprs, c *ir.Call, a []sqlast.Expr) sqlast.Expr {
		return sqlast.Fn("nullif", x.allTyped(c, a)...)
	},
	ir.IsDistinct: comparison("IS DISTINCT FROM"),
	ir.Between: func(_ *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		return sqlast.Between{X: a[0], Lo: a[1], Hi: a[2]}
	},
	ir.Bucket: func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		v := x.atom(a[0])
		var whens []sqlast.When
		for i, bound := range a[1:] {
			whens = append(whens, sqlast.When{Cond: sqlast.Bin(v, "<", bound), Then: sqlast.Int(int64(i))})
		}
		known := sqlast.IsNull{X: v, Not: true}
		return x.int64(sqlast.Case{Whens: append(whens, sqlast.When{Cond: known, Then: sqlast.Int(int64(len(whens)))})})
	},
}

// int64 casts to int64 what fits.
func (x *exprs) int64(s sqlast.Expr) sqlast.Expr {
	return sqlast.Cast{X: s, Type: x.d.TypeName(types.Int64)}
}

// signOf is -1, 0 or 1, as a number compares with zero.
func signOf(zero sqlast.Expr) render {
	return func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		v := x.atom(a[0])
		return x.int64(sqlast.Case{Whens: []sqlast.When{
			{Cond: sqlast.Bin(v, ">", zero), Then: sqlast.Int(1)},
			{Cond: sqlast.Bin(v, "<", zero), Then: sqlast.Int(-1)},
			{Cond: sqlast.Bin(v, "=", zero), Then: sqlast.Int(0)},
		}})
	}
}
