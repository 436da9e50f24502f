package sql

import (
	"strings"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/plan"
)

// argExtreme is the argument of the event with the smallest or largest by, and
// among several of them the smallest or largest argument: the order is that of
// pairs.
type argExtreme struct {
	slot    *plan.Slot
	fn      string
	arg, by sqlast.Expr
}

func (p *argExtreme) prepare(ev *events) {
	p.arg, p.by = ev.input(p.slot.Arg), ev.input(p.slot.By)
}

func (p *argExtreme) aggregates(in sqlast.Expr) []sqlast.Column {
	return p.partials(in)[:1]
}

func (p *argExtreme) partials(in sqlast.Expr) []sqlast.Column {
	conds := []sqlast.Expr{in, sqlast.IsNull{X: p.arg, Not: true}, sqlast.IsNull{X: p.by, Not: true}}
	pick := aggregate(p.fn, p.arg, conds...)
	pick.Args = append(pick.Args, pair(p.by, p.arg))
	return []sqlast.Column{{X: pick}, {X: aggregate(strings.TrimPrefix(p.fn, "arg_"), p.by, conds...), As: "_by"}}
}

func (p *argExtreme) merged(columns []sqlast.Expr) []sqlast.Expr {
	known := sqlast.IsNull{X: columns[0], Not: true}
	pick := aggregate(p.fn, columns[0], known)
	pick.Args = append(pick.Args, pair(columns[1], columns[0]))
	return []sqlast.Expr{pick, sqlast.Fn(strings.TrimPrefix(p.fn, "arg_"), columns[1])}
}

func (p *argExtreme) result(_ *exprs, parts []sqlast.Expr) sqlast.Expr { return parts[0] }

// pair is a row of two, which compares by the first and then by the second.
func pair(a, b sqlast.Expr) sqlast.Expr { return sqlast.Fn("ROW", a, b) }
