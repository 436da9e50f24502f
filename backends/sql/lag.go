package sql

import (
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/plan"
)

// lag is the value of the newest event but some: the events that a label sees are
// numbered from the newest.
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
	newest := &sqlast.Over{PartitionBy: []sqlast.Expr{row}, OrderBy: []sqlast.Order{{X: p.order, Desc: true}}}
	numbered := j.ev.b.cte(name+"_numbered", "What every label sees, from the newest.", &sqlast.Select{
		Columns: []sqlast.Column{
			{X: row, As: j.row}, {X: p.arg, As: lagValue}, {X: sqlast.Call{Func: "row_number", Over: newest}, As: lagNumber},
		},
		From: table(joined), Where: cond,
	})
	at := j.ev.b.cte(name+"_at", "", &sqlast.Select{
		Columns: []sqlast.Column{{X: sqlast.Col(j.row)}, {X: sqlast.Col(lagValue), As: p.slot.Name}},
		From:    table(numbered), Where: sqlast.Bin(sqlast.Col(lagNumber), "=", sqlast.Int(int64(p.slot.N+1))),
	})
	return slotColumns{at, []string{p.slot.Name}, p}
}
