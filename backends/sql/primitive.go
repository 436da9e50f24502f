package sql

import (
	"strings"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

// primitive is one way to compute one slot. A slot is computed in three places:
// over events, over the events that a label sees, and over labels.
type primitive interface {
	// prepare adds the columns that the slot needs of each event.
	prepare(ev *events)
	// aggregates reduces the events of a label for which in is true (nil: all).
	// Columns are named by what they add to the slot's name.
	aggregates(in sqlast.Expr) []sqlast.Column
	// result makes the component's value from the aggregated columns, for one
	// label. They are null for a label that sees no event.
	result(x *exprs, parts []sqlast.Expr) sqlast.Expr
}

// addend is an expression over events that a primitive sums, or, where it counts,
// whose values it counts; nil counts events.
type addend struct {
	suffix string // of the part that it makes
	x      sqlast.Expr
	counts bool
}

// invertible is a primitive whose parts are counts and sums of integers or
// decimals: those of some events can be taken away again.
type invertible interface {
	primitive
	addends() []addend // one per part
}

// mergeable is a primitive of which parts over disjoint sets of events can be put
// together.
type mergeable interface {
	primitive
	// partials are the aggregates, and after them what else merging needs.
	partials(in sqlast.Expr) []sqlast.Column
	// merged are the partials of all events from columns with those of some.
	merged(columns []sqlast.Expr) []sqlast.Expr
}

// merge applies one aggregate to each column.
func merge(fn string, columns []sqlast.Expr) []sqlast.Expr {
	out := make([]sqlast.Expr, len(columns))
	for i, c := range columns {
		out[i] = sqlast.Fn(fn, c)
	}
	return out
}

// choose picks the primitive for a slot.
func choose(s *plan.Slot, g *plan.Group) primitive {
	var t types.Type
	if s.Arg != plan.None {
		t = g.Inputs[s.Arg].Expr.Type()
	}
	switch {
	case t.Kind == value.Vector && (s.Kind == ir.CompSum || s.Kind == ir.CompMin || s.Kind == ir.CompMax):
		return ofVectors(s, t)
	case s.Kind == ir.CompCount || s.Kind == ir.CompDistinct:
		return &counted{slot: s}
	case s.Kind == ir.CompMin:
		return &simple{slot: s, fn: "min"}
	case s.Kind == ir.CompMax:
		return &simple{slot: s, fn: "max"}
	case s.Kind.TakesRows():
		return &lag{slot: s}
	case s.Kind == ir.CompDrawdown:
		return &drawdown{slot: s, t: t}
	case s.Kind == ir.CompEach:
		return &each{slot: s}
	case s.Kind == ir.CompArgMin:
		return &argExtreme{slot: s, fn: "arg_min"}
	case s.Kind == ir.CompArgMax:
		return &argExtreme{slot: s, fn: "arg_max"}
	case s.Kind == ir.CompFirst:
		return &ordered{slot: s, fn: "arg_min"}
	case s.Kind == ir.CompLast:
		return &ordered{slot: s, fn: "arg_max"}
	case t.Kind == value.Float64:
		return &floatSum{slot: s, units: s.Kind == ir.CompUnits}
	case t.Kind == value.Decimal && t.Precision > roomyPrecision:
		return &wideSum{slot: s, scale: int(t.Scale), t: t}
	default:
		return &simple{slot: s, fn: "sum", cast: true}
	}
}

// aggregate is a call over the events of a label for which the conditions are
// true; nil conditions are left out.
func aggregate(fn string, arg sqlast.Expr, conds ...sqlast.Expr) sqlast.Call {
	c := sqlast.Call{Func: fn, Filter: sqlast.And(conds...)}
	if arg != nil {
		c.Args = []sqlast.Expr{arg}
	}
	return c
}

// counted counts rows, values or distinct values.
type counted struct {
	slot *plan.Slot
	arg  sqlast.Expr
}

func (p *counted) prepare(ev *events) {
	if p.slot.Arg != plan.None {
		p.arg = ev.input(p.slot.Arg)
	}
}

func (p *counted) aggregates(in sqlast.Expr) []sqlast.Column {
	arg := p.arg
	if arg == nil {
		arg = sqlast.Star{}
	}
	c := aggregate("count", arg, in)
	c.Distinct = p.slot.Kind == ir.CompDistinct
	return []sqlast.Column{{X: c}}
}

func (p *counted) addends() []addend { return []addend{{x: p.arg, counts: true}} }

func (p *counted) result(_ *exprs, parts []sqlast.Expr) sqlast.Expr {
	return sqlast.Fn("coalesce", parts[0], sqlast.Int(0))
}

// simple is an aggregate that the engine computes exactly by itself.
type simple struct {
	slot *plan.Slot
	fn   string
	cast bool // to the slot's type: engines widen sums as they like
	arg  sqlast.Expr
}

func (p *simple) prepare(ev *events) { p.arg = ev.input(p.slot.Arg) }

func (p *simple) aggregates(in sqlast.Expr) []sqlast.Column {
	return []sqlast.Column{{X: aggregate(p.fn, p.arg, in)}}
}

func (p *simple) addends() []addend { return []addend{{x: p.arg}} }

func (p *simple) partials(in sqlast.Expr) []sqlast.Column { return p.aggregates(in) }

func (p *simple) merged(columns []sqlast.Expr) []sqlast.Expr { return merge(p.fn, columns) }

func (p *simple) result(x *exprs, parts []sqlast.Expr) sqlast.Expr {
	if p.cast {
		return x.fit(parts[0], p.slot.Type)
	}
	return parts[0]
}

// ordered is the value of the oldest or newest event that has one.
type ordered struct {
	slot       *plan.Slot
	fn         string
	arg, order sqlast.Expr
}

func (p *ordered) prepare(ev *events) {
	p.arg, p.order = ev.input(p.slot.Arg), ev.order(p.slot.Ties)
}

func (p *ordered) aggregates(in sqlast.Expr) []sqlast.Column {
	c := aggregate(p.fn, p.arg, in, sqlast.IsNull{X: p.arg, Not: true})
	c.Args = append(c.Args, p.order)
	return []sqlast.Column{{X: c}}
}

func (p *ordered) partials(in sqlast.Expr) []sqlast.Column {
	rank := aggregate(strings.TrimPrefix(p.fn, "arg_"), p.order, in, sqlast.IsNull{X: p.arg, Not: true})
	return append(p.aggregates(in), sqlast.Column{X: rank, As: "_order"})
}

func (p *ordered) merged(columns []sqlast.Expr) []sqlast.Expr {
	return []sqlast.Expr{
		sqlast.Fn(p.fn, columns[0], columns[1]),
		sqlast.Fn(strings.TrimPrefix(p.fn, "arg_"), columns[1]),
	}
}

func (p *ordered) result(_ *exprs, parts []sqlast.Expr) sqlast.Expr { return parts[0] }
