package sql

import (
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

// drawdown is the largest fall: of the events that a label sees, each with the largest
// value up to it. Which events come before which differs from label to label only by
// where the window begins, but that decides on the largest value, so that each label
// looks at its own events.
type drawdown struct {
	slot       *plan.Slot
	arg, order sqlast.Expr
	t          types.Type // of arg
}

// Columns of the relation of labels and events with the largest value up to them.
const (
	fallValue = "drawdown_value"
	fallPeak  = "drawdown_peak"
)

func (p *drawdown) prepare(ev *events) {
	p.arg, p.order = ev.input(p.slot.Arg), ev.order(p.slot.Ties)
}

func (p *drawdown) aggregates(sqlast.Expr) []sqlast.Column { return nil }

func (p *drawdown) result(x *exprs, parts []sqlast.Expr) sqlast.Expr {
	if p.t.Kind == value.Float64 {
		return x.finite(parts[0])
	}
	return x.fit(parts[0], p.slot.Type)
}

func (p *drawdown) condition(ev *events, in sqlast.Expr) sqlast.Expr {
	return sqlast.And(in, ev.input(p.slot.Filter), sqlast.IsNull{X: p.arg, Not: true})
}

func (p *drawdown) reads() []sqlast.Column { return []sqlast.Column{{X: p.arg}, {X: p.order}} }

func (p *drawdown) ctes(j *joins, name, joined, eventRow string, cond sqlast.Expr) slotColumns {
	row := sqlast.Col(eventRow)
	up := &sqlast.Over{
		PartitionBy: []sqlast.Expr{row}, OrderBy: []sqlast.Order{{X: p.order}},
		Frame: "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW",
	}
	peaks := j.ev.b.cte(name+"_peaks", "What every label sees, with the largest value up to it.", &sqlast.Select{
		Columns: []sqlast.Column{
			{X: row, As: j.row}, {X: p.arg, As: fallValue},
			{X: sqlast.Call{Func: "max", Args: []sqlast.Expr{p.arg}, Over: up}, As: fallPeak},
		},
		From: table(joined), Where: cond,
	})
	at := j.ev.b.cte(name+"_at", "", &sqlast.Select{
		Columns: []sqlast.Column{
			{X: sqlast.Col(j.row)},
			{X: sqlast.Fn("max", sqlast.Bin(p.roomy(j.ev, fallPeak), "-", p.roomy(j.ev, fallValue))), As: p.slot.Name},
		},
		From: table(peaks), GroupBy: []sqlast.Expr{sqlast.Col(j.row)},
	})
	return slotColumns{at, []string{p.slot.Name}, p}
}

// roomy is a column as a type in which no difference overflows.
func (p *drawdown) roomy(ev *events, column string) sqlast.Expr {
	switch p.t.Kind {
	case value.Int64:
		return sqlast.Cast{X: sqlast.Col(column), Type: ev.b.d.wide}
	case value.Decimal:
		return sqlast.Cast{X: sqlast.Col(column), Type: ev.b.d.TypeName(p.slot.Type)}
	}
	return sqlast.Col(column)
}
