package sql

import (
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
)

// listed is a list of what keys have, or the map from keys to it.
type listed struct {
	slot     *plan.Slot
	key, arg sqlast.Expr
	keys     *sqlast.Over // those of a label, ascending
	number   sqlast.Expr  // of a key by what the slot is ordered by; nil where that is the key
}

func (p *listed) prepare(ev *events) {
	p.arg = ev.input(p.slot.Arg)
	if p.slot.By != plan.None {
		over := *p.keys
		over.OrderBy = []sqlast.Order{{X: ev.input(p.slot.By)}, {X: p.key}}
		p.number = ev.l.define("each_place", sqlast.Call{Func: "row_number", Over: &over})
	}
}

func (p *listed) aggregates(in sqlast.Expr) []sqlast.Column {
	order := p.key
	if p.number != nil {
		order = p.number
		in = sqlast.And(in, sqlast.Bin(p.number, "<=", sqlast.Int(int64(p.slot.N))))
	}
	values := listOf(p.arg, order, in)
	if p.slot.Kind == ir.CompMap {
		return []sqlast.Column{{X: sqlast.Fn("map", listOf(p.key, order, in), values)}}
	}
	return []sqlast.Column{{X: values}}
}

func (p *listed) result(_ *exprs, parts []sqlast.Expr) sqlast.Expr { return parts[0] }

// listOf is the list of what an expression is in the rows for which in is true.
func listOf(x, order, in sqlast.Expr) sqlast.Expr {
	return sqlast.Call{Func: "list", Args: []sqlast.Expr{x}, OrderBy: []sqlast.Order{{X: order}}, Filter: in}
}
