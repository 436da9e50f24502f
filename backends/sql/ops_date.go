package sql

import (
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

const day = 24 * 60 * 60 * 1_000_000 // in microseconds

// dateOps are the operations on dates, and durations of integers.
var dateOps = map[ir.Op]render{
	ir.SubDate: func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr { return x.int64(sqlast.Bin(a[0], "-", a[1])) },
	ir.AddDays: func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		epoch := sqlast.Typed{Type: "DATE", Value: "1970-01-01"}
		days := x.atom(sqlast.Bin(x.wide(sqlast.Bin(a[0], "-", epoch)), "+", x.wide(a[1])))
		// The range begins and ends with a whole day, but for the last microsecond.
		within := sqlast.Between{X: days, Lo: sqlast.Int(value.MinTime / day), Hi: sqlast.Int(value.MaxTime / day)}
		return sqlast.If(within, sqlast.Bin(epoch, "+", sqlast.Cast{X: days, Type: "INTEGER"}))
	},
	ir.TruncDate: func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		return sqlast.Cast{X: sqlast.Fn("date_trunc", a[1], a[0]), Type: x.d.TypeName(types.Date)}
	},
	ir.IntToDur: func(_ *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr { return a[0] },
}
