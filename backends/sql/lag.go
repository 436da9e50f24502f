package sql

import (
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
)

// lag is the value of the newest event but some, or the list of those of the newest
// or the oldest: the events that a label sees are numbered from there.
type lag struct {
	slot       *plan.Slot
	arg, order sqlast.Expr
}

// Columns of the relation of labels and numbered events.
const (
	lagValue  = "lag_value"
	lagNumber = "lag_number"
)

func (p *lag) prepare(ev *events) {
	p.arg, p.order = ev.input(p.slot.Arg), ev.order(p.slot.Ties)
}

func (p *lag) aggregates(sqlast.Expr) []sqlast.Column { return nil }

func (p *lag) result(_ *exprs, parts []sqlast.Expr) sqlast.Expr { return parts[0] }

func (p *lag) condition(ev *events, in sqlast.Expr) sqlast.Expr {
	return sqlast.And(in, ev.input(p.slot.Filter), sqlast.IsNull{X: p.arg, Not: true})
}

func (p *lag) reads() []sqlast.Column { return []sqlast.Column{{X: p.arg}, {X: p.order}} }

func (p *lag) ctes(j *joins, name, joined, eventRow string, cond sqlast.Expr) slotColumns {
	row := sqlast.Col(eventRow)
	newest := p.slot.Kind != ir.CompFirstN
	end := map[bool]string{true: "newest", false: "oldest"}[newest]
	from := &sqlast.Over{PartitionBy: []sqlast.Expr{row}, OrderBy: []sqlast.Order{{X: p.order, Desc: newest}}}
	numbered := j.ev.b.cte(name+"_numbered", "What every label sees, from the "+end+".", &sqlast.Select{
		Columns: []sqlast.Column{
			{X: row, As: j.row}, {X: p.arg, As: lagValue}, {X: sqlast.Call{Func: "row_number", Over: from}, As: lagNumber},
		},
		From: table(joined), Where: cond,
	})
	q := &sqlast.Select{
		Columns: []sqlast.Column{{X: sqlast.Col(j.row)}, {X: sqlast.Col(lagValue), As: p.slot.Name}},
		From:    table(numbered), Where: sqlast.Bin(sqlast.Col(lagNumber), "=", sqlast.Int(int64(p.slot.N+1))),
	}
	if p.slot.Kind != ir.CompLag {
		q.Columns[1].X = listOf(sqlast.Col(lagValue), sqlast.Order{X: sqlast.Col(lagNumber)}, nil)
		q.Where = sqlast.Bin(sqlast.Col(lagNumber), "<=", sqlast.Int(int64(p.slot.N)))
		q.GroupBy = []sqlast.Expr{sqlast.Col(j.row)}
	}
	at := j.ev.b.cte(name+"_at", "", q)
	return slotColumns{at, []string{p.slot.Name}, p}
}
