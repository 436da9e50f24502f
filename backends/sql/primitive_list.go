package sql

import (
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/compiler/types"
)

// listed is a list of what keys have, or the map from keys to it.
type listed struct {
	slot            *plan.Slot
	key, count, arg sqlast.Expr
	keys            *sqlast.Over // those of a label, in order
	number          sqlast.Expr  // of a key by what the slot is ordered by; nil where that is the key
	before          sqlast.Expr  // how many events the keys before have; nil where each key is listed once
}

func (p *listed) prepare(ev *events) {
	p.arg = ev.input(p.slot.Arg)
	switch {
	case p.slot.By == plan.None && p.slot.N > 0:
		before := *p.keys
		before.Frame = "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING"
		sum := sqlast.Cast{X: sqlast.Call{Func: "sum", Args: []sqlast.Expr{p.count}, Over: &before}, Type: ev.b.d.TypeName(types.Int64)}
		p.before = ev.l.define("each_before", sqlast.Fn("coalesce", sum, sqlast.Int(0)))
	case p.slot.By != plan.None:
		over := *p.keys
		over.OrderBy = []sqlast.Order{{X: ev.input(p.slot.By)}, {X: p.key}}
		p.number = ev.l.define("each_place", sqlast.Call{Func: "row_number", Over: &over})
	}
}

func (p *listed) aggregates(in sqlast.Expr) []sqlast.Column {
	order := p.keys.OrderBy[0]
	if p.before != nil {
		n := sqlast.Int(int64(p.slot.N))
		in = sqlast.And(in, sqlast.Bin(p.before, "<", n))
		times := sqlast.Fn("least", p.count, sqlast.Bin(n, "-", p.before))
		return []sqlast.Column{{X: sqlast.Fn("flatten", listOf(sqlast.Fn("repeat", sqlast.Fn("list_value", p.arg), times), order, in))}}
	}
	if p.number != nil {
		order = sqlast.Order{X: p.number}
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
func listOf(x sqlast.Expr, order sqlast.Order, in sqlast.Expr) sqlast.Expr {
	return sqlast.Call{Func: "list", Args: []sqlast.Expr{x}, OrderBy: []sqlast.Order{order}, Filter: in}
}

// tally is the list of the counts of the keys from 0 up to, not including, n.
type tally struct {
	n          int
	key, count sqlast.Expr
}

func (p *tally) prepare(*events) {}

func (p *tally) aggregates(in sqlast.Expr) []sqlast.Column {
	list := sqlast.Call{Func: "list_value"}
	for i := range p.n {
		count := aggregate("max", p.count, in, sqlast.Bin(p.key, "=", sqlast.Int(int64(i))))
		list.Args = append(list.Args, sqlast.Fn("coalesce", count, sqlast.Int(0)))
	}
	return []sqlast.Column{{X: list}}
}

func (p *tally) result(x *exprs, parts []sqlast.Expr) sqlast.Expr {
	none := sqlast.Call{Func: "list_value"}
	for range p.n {
		none.Args = append(none.Args, sqlast.Cast{X: sqlast.Int(0), Type: x.d.TypeName(types.Int64)})
	}
	return sqlast.Fn("coalesce", parts[0], none)
}
