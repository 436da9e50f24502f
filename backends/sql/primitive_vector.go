package sql

import (
	"math"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/compiler/types"
)

// Vectors are reduced element by element, each in columns of its own.

// at is element i of a list, from 0.
func at(list sqlast.Expr, i int) sqlast.Expr {
	return sqlast.Fn("list_extract", list, sqlast.Int(int64(i+1)))
}

// transform applies a function to each element of a list.
func transform(list sqlast.Expr, f func(e sqlast.Expr) sqlast.Expr) sqlast.Expr {
	return sqlast.Fn("list_transform", list, lambda(f(sqlast.Col("e")), "e"))
}

// known is a list, null where one of its elements is.
func known(x *exprs, list sqlast.Expr) sqlast.Expr {
	list = x.atom(list)
	return sqlast.If(none(list, "e", sqlast.IsNull{X: sqlast.Col("e")}), list)
}

// vectorSum sums vectors by element, as floatSum does floats. No element is 2^62 or
// larger.
type vectorSum struct {
	slot  *plan.Slot
	n     int
	arg   sqlast.Expr
	limbs []sqlast.Column
}

func (p *vectorSum) prepare(ev *events) {
	p.arg = ev.input(p.slot.Arg)
	integer := ev.b.d.TypeName(types.Int64)
	columns := func(kind string, f func(e sqlast.Expr) sqlast.Expr) {
		list := ev.l.atom(transform(p.arg, func(e sqlast.Expr) sqlast.Expr { return sqlast.Cast{X: f(e), Type: integer} }))
		for i := range p.n {
			p.limbs = append(p.limbs, sqlast.Column{X: ev.l.atom(at(list, i)), As: "_" + kind + "_" + itoa(i+1)})
		}
	}
	trunc := func(e sqlast.Expr) sqlast.Expr { return sqlast.Fn("trunc", e) }
	columns("whole", trunc)
	columns("fraction", func(e sqlast.Expr) sqlast.Expr {
		return trunc(sqlast.Bin(sqlast.Bin(e, "-", trunc(e)), "*", float(math.Ldexp(1, quantum))))
	})
}

func (p *vectorSum) aggregates(in sqlast.Expr) []sqlast.Column {
	var out []sqlast.Column
	for _, l := range p.limbs {
		out = append(out, sqlast.Column{X: aggregate("sum", l.X, in), As: l.As})
	}
	return out
}

func (p *vectorSum) partials(in sqlast.Expr) []sqlast.Column { return p.aggregates(in) }

func (p *vectorSum) merged(columns []sqlast.Expr) []sqlast.Expr { return merge("sum", columns) }

func (p *vectorSum) result(x *exprs, parts []sqlast.Expr) sqlast.Expr {
	pairs := sqlast.Fn("list_zip", sqlast.Fn("list_value", parts[:p.n]...), sqlast.Fn("list_value", parts[p.n:]...))
	units := transform(pairs, func(e sqlast.Expr) sqlast.Expr {
		side := func(i int64) sqlast.Expr { return sqlast.Fn("struct_extract", e, sqlast.Int(i)) }
		return unitsOf(x, side(1), side(2))
	})
	sums := transform(x.atom(units), func(e sqlast.Expr) sqlast.Expr { return floatOfUnits(x, e) })
	return known(x, sums)
}

// vectorExtreme is the smallest or largest of each element.
type vectorExtreme struct {
	slot     *plan.Slot
	fn       string
	n        int
	elements []sqlast.Expr
}

func (p *vectorExtreme) prepare(ev *events) {
	arg := ev.input(p.slot.Arg)
	for i := range p.n {
		p.elements = append(p.elements, ev.l.atom(at(arg, i)))
	}
}

func (p *vectorExtreme) aggregates(in sqlast.Expr) []sqlast.Column {
	var out []sqlast.Column
	for i, e := range p.elements {
		out = append(out, sqlast.Column{X: aggregate(p.fn, e, in), As: "_" + itoa(i+1)})
	}
	return out
}

func (p *vectorExtreme) partials(in sqlast.Expr) []sqlast.Column { return p.aggregates(in) }

func (p *vectorExtreme) merged(columns []sqlast.Expr) []sqlast.Expr { return merge(p.fn, columns) }

func (p *vectorExtreme) result(x *exprs, parts []sqlast.Expr) sqlast.Expr {
	return known(x, sqlast.Fn("list_value", parts...))
}

// ofVectors is the primitive of a slot over vectors.
func ofVectors(s *plan.Slot, t types.Type) primitive {
	switch s.Kind {
	case ir.CompMin:
		return &vectorExtreme{slot: s, fn: "min", n: int(t.Length)}
	case ir.CompMax:
		return &vectorExtreme{slot: s, fn: "max", n: int(t.Length)}
	default:
		return &vectorSum{slot: s, n: int(t.Length)}
	}
}
