package sql

import (
	"maps"
	"math"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

// The operations in standard SQL. Where they are not exact (decimals that
// overflow, conversions that round twice) each dialect has its own.
var genericOps = map[ir.Op]render{
	ir.AddInt: checkedInt("+"), ir.SubInt: checkedInt("-"), ir.MulInt: checkedInt("*"),
	ir.AddDur: checkedInt("+"), ir.SubDur: checkedInt("-"),
	ir.ModInt: func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		return x.fit(x.mod(x.wide(a[0]), sqlast.Fn("nullif", a[1], sqlast.Int(0))), types.Int64)
	},
	ir.NegInt: negatedInt, ir.NegDur: negatedInt,
	ir.AbsInt: func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		return x.fit(sqlast.Fn("abs", x.wide(a[0])), types.Int64)
	},

	ir.AddFloat: finiteFloat("+"), ir.SubFloat: finiteFloat("-"), ir.MulFloat: finiteFloat("*"),
	ir.DivFloat: func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		b := x.atom(a[1])
		return x.finite(sqlast.If(sqlast.Bin(b, "<>", float(0)), sqlast.Bin(a[0], "/", b)))
	},
	ir.NegFloat: negated, ir.NegDec: negated,
	ir.AbsFloat: function("abs"), ir.AbsDec: function("abs"),
	ir.MaxAbsVector: maxAbsVector, ir.DivVector: divVector,
	ir.FloorFloat: function("floor"), ir.CeilFloat: function("ceil"), ir.TruncFloat: function("trunc"),
	ir.SqrtFloat: func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		v := x.atom(a[0])
		return sqlast.If(sqlast.Bin(v, ">=", float(0)), sqlast.Fn("sqrt", v))
	},
	ir.CanonFloat: func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		v := x.atom(a[0])
		return sqlast.Case{Whens: []sqlast.When{
			{Cond: sqlast.Bin(v, "=", float(0)), Then: float(0)},
			{Cond: x.isFinite(v), Then: v},
		}}
	},

	ir.Eq: comparison("="), ir.Ne: comparison("<>"), ir.Lt: comparison("<"),
	ir.Le: comparison("<="), ir.Gt: comparison(">"), ir.Ge: comparison(">="),
	ir.In: func(_ *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr { return sqlast.In{X: a[0], List: a[1:]} },

	ir.And: chain("AND"), ir.Or: chain("OR"),
	ir.Not: func(_ *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr { return sqlast.Unary{Op: "NOT", X: a[0]} },
	ir.IsNull: func(_ *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		return sqlast.IsNull{X: a[0]}
	},
	ir.IsNotNull: func(_ *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		return sqlast.IsNull{X: a[0], Not: true}
	},
	ir.If: func(x *exprs, c *ir.Call, a []sqlast.Expr) sqlast.Expr {
		return sqlast.Case{
			Whens: []sqlast.When{{Cond: a[0], Then: x.typedAs(a[1], c.Args[1])}},
			Else:  x.typedAs(a[2], c.Args[2]),
		}
	},
	ir.Coalesce: func(x *exprs, c *ir.Call, a []sqlast.Expr) sqlast.Expr {
		return sqlast.Fn("coalesce", x.allTyped(c, a)...)
	},
	ir.Least: strict("least"), ir.Greatest: strict("greatest"),

	ir.IntToFloat: func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		return sqlast.Cast{X: a[0], Type: x.d.TypeName(types.Float64)}
	},
	ir.IntToDec: fits, ir.DecRescale: fits,
	ir.DecToInt: func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		return x.fit(sqlast.Fn("trunc", a[0]), types.Int64)
	},
	ir.FloatToInt: func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		return x.fit(sqlast.Fn("trunc", a[0]), types.Int64)
	},
	ir.DurToInt: func(_ *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr { return a[0] },

	ir.Concat: chain("||"),
}

func init() {
	for _, more := range []map[ir.Op]render{numberOps, textOps, dateOps, expOps, trigOps, jsonOps, doubleOps} {
		maps.Copy(genericOps, more)
	}
}

// div and mod divide integers, truncated toward zero.
func (x *exprs) div(a, b sqlast.Expr) sqlast.Expr { return integerOp(x.d.div, "div", a, b) }

func (x *exprs) mod(a, b sqlast.Expr) sqlast.Expr { return integerOp(x.d.mod, "mod", a, b) }

func integerOp(operator, function string, a, b sqlast.Expr) sqlast.Expr {
	if operator == "" {
		return sqlast.Fn(function, a, b)
	}
	return sqlast.Bin(a, operator, b)
}

func comparison(op string) render {
	return func(_ *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr { return sqlast.Bin(a[0], op, a[1]) }
}

func chain(op string) render {
	return func(_ *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		out := a[0]
		for _, y := range a[1:] {
			out = sqlast.Bin(out, op, y)
		}
		return out
	}
}

func function(name string) render {
	return func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr { return sqlast.Fn(x.d.function(name), a...) }
}

func negated(_ *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
	return sqlast.Unary{Op: "-", X: a[0]}
}

// checkedInt computes with 128 bits, where nothing can overflow, and keeps what
// fits in 64.
func checkedInt(op string) render {
	return func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		return x.fit(sqlast.Bin(x.wide(a[0]), op, x.wide(a[1])), types.Int64)
	}
}

func negatedInt(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
	return x.fit(sqlast.Unary{Op: "-", X: x.wide(a[0])}, types.Int64)
}

func finiteFloat(op string) render {
	return func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr { return x.finite(sqlast.Bin(a[0], op, a[1])) }
}

func fits(x *exprs, c *ir.Call, a []sqlast.Expr) sqlast.Expr { return x.fit(a[0], c.T) }

// strict makes least and greatest null where an operand is: in SQL they skip
// nulls.
func strict(name string) render {
	return func(x *exprs, c *ir.Call, a []sqlast.Expr) sqlast.Expr {
		var known sqlast.Expr
		for i := range a {
			if c.Args[i].Type().Nullable {
				a[i] = x.atom(a[i])
				known = sqlast.And(known, sqlast.IsNull{X: a[i], Not: true})
			}
		}
		out := sqlast.Fn(name, x.allTyped(c, a)...)
		if known == nil {
			return out
		}
		return sqlast.If(known, out)
	}
}

func (x *exprs) allTyped(c *ir.Call, a []sqlast.Expr) []sqlast.Expr {
	out := make([]sqlast.Expr, len(a))
	for i := range a {
		out[i] = x.typedAs(a[i], c.Args[i])
	}
	return out
}

// wide makes an integer 128 bits wide; a literal takes the width of the other
// operand.
func (x *exprs) wide(s sqlast.Expr) sqlast.Expr {
	return sqlast.Cast{X: s, Type: x.d.wide}
}

// fit casts to an exact type, to null where the value does not fit.
func (x *exprs) fit(s sqlast.Expr, t types.Type) sqlast.Expr {
	if x.d.Can(TryCasts) {
		return x.tryCast(s, t)
	}
	v := x.atom(s)
	within := sqlast.Expr(sqlast.Between{X: v, Lo: sqlast.Int(math.MinInt64), Hi: sqlast.Int(math.MaxInt64)})
	if t.Kind == value.Decimal {
		limit := sqlast.Number("1e" + itoa(int(t.Precision-t.Scale)))
		within = sqlast.And(sqlast.Bin(v, ">", "-"+limit), sqlast.Bin(v, "<", limit))
	}
	return sqlast.If(within, sqlast.Cast{X: v, Type: x.d.TypeName(t)})
}

// tryCast is a cast that is null where it fails, in an engine that has such.
// Not as TRY_CAST: DuckDB 1.5 turns TRY_CAST(x AS BIGINT) > 5 into x > 5, which is
// true for an x that does not fit.
func (x *exprs) tryCast(s sqlast.Expr, t types.Type) sqlast.Expr {
	return sqlast.Fn("TRY", sqlast.Cast{X: s, Type: x.d.TypeName(t)})
}

// finite is s where that is finite.
func (x *exprs) finite(s sqlast.Expr) sqlast.Expr {
	v := x.atom(s)
	return sqlast.If(x.isFinite(v), v)
}

func (x *exprs) isFinite(v sqlast.Expr) sqlast.Expr {
	if f := x.d.functions["isfinite"]; f != "" {
		return sqlast.Fn(f, v)
	}
	return sqlast.Between{X: v, Lo: float(-math.MaxFloat64), Hi: float(math.MaxFloat64)}
}
