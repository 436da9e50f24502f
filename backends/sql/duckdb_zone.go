package sql

import (
	"time"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/zone"
)

// duckdbLocal is the wall clock of a UTC timestamp in the zone of the call's
// last operand. The changes of the zone are written out, as DuckDB's own are of
// another edition of the database than those of the Go that is generated.
func duckdbLocal(x *exprs, c *ir.Call, a []sqlast.Expr) sqlast.Expr {
	name, ok := a[len(a)-1].(sqlast.Text)
	if !ok || name == "UTC" {
		return a[0]
	}
	at := a[0]
	if at == sqlast.Expr(sqlast.Null) {
		at = sqlast.Cast{X: at, Type: x.d.TypeName(c.Args[0].Type())}
	}
	at = x.atom(at)
	return x.atom(sqlast.Bin(at, "+", sqlast.Fn("to_seconds", ahead(at, zone.Spans(string(name))))))
}

// ahead is how many seconds a zone is ahead of UTC at a timestamp, which is of UTC
// or local as the spans are: a tree of comparisons, as deep as the logarithm of the number of changes.
func ahead(at sqlast.Expr, spans []zone.Span) sqlast.Expr {
	if len(spans) == 1 {
		return sqlast.Int(spans[0].Offset)
	}
	half := len(spans) / 2
	change := sqlast.Typed{Type: "TIMESTAMP", Value: time.Unix(spans[half].Since, 0).UTC().Format(time.DateTime)}
	return sqlast.Case{
		Whens: []sqlast.When{{Cond: sqlast.Bin(at, "<", change), Then: ahead(at, spans[:half])}},
		Else:  ahead(at, spans[half:]),
	}
}
