package sql

import (
	"math"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

// doubleOps are the two parts of double-double values, by the steps of
// docs/semantics.md. The parts of one value share their steps: columns are found
// again by their text.
var doubleOps = map[ir.Op]render{
	ir.MulError: func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		return x.finite(x.mulError(x.atom(a[0]), x.atom(a[1])))
	},
	ir.UnitsHigh: func(x *exprs, c *ir.Call, a []sqlast.Expr) sqlast.Expr {
		h, _ := x.units(c, a[0])
		return sqlast.Bin(h, "*", float(math.Ldexp(1, -quantum)))
	},
	ir.UnitsLow: func(x *exprs, c *ir.Call, a []sqlast.Expr) sqlast.Expr {
		_, l := x.units(c, a[0])
		return sqlast.Bin(l, "*", float(math.Ldexp(1, -quantum)))
	},
	ir.DoubleAdd:   doublePart((*exprs).doubleAdd, 0),
	ir.DoubleAddLo: doublePart((*exprs).doubleAdd, 1),
	ir.DoubleMul:   doublePart((*exprs).doubleMul, 0),
	ir.DoubleMulLo: doublePart((*exprs).doubleMul, 1),
}

func doublePart(f func(x *exprs, a []sqlast.Expr) [2]sqlast.Expr, part int) render {
	return func(x *exprs, _ *ir.Call, a []sqlast.Expr) sqlast.Expr {
		atoms := make([]sqlast.Expr, len(a))
		for i := range a {
			atoms[i] = x.atom(a[i])
		}
		return x.finite(f(x, atoms)[part])
	}
}

// units splits an integer, whose limbs of 43 bits are exact as floats.
func (x *exprs) units(c *ir.Call, s sqlast.Expr) (high, low sqlast.Expr) {
	q := x.atom(x.d.unscaled(s, c.Args[0].Type()))
	limb := func(e sqlast.Expr) sqlast.Expr {
		return sqlast.Cast{X: sqlast.Cast{X: e, Type: x.d.TypeName(types.Int64)}, Type: x.d.TypeName(types.Float64)}
	}
	base := power(2, 43)
	top := x.atom(sqlast.Bin(limb(x.div(q, power(2, 86))), "*", float(math.Ldexp(1, 86))))
	middle := x.atom(sqlast.Bin(limb(x.mod(x.div(q, base), base)), "*", float(1<<43)))
	h := x.atom(sqlast.Bin(top, "+", middle))
	rest := sqlast.Bin(sqlast.Bin(middle, "-", sqlast.Bin(h, "-", top)), "+", limb(x.mod(q, base)))
	parts := x.fastTwoSum(h, x.atom(rest))
	return parts[0], parts[1]
}

// fastTwoSum is a + b and its error, where |a| >= |b| or a is 0.
func (x *exprs) fastTwoSum(a, b sqlast.Expr) [2]sqlast.Expr {
	s := x.atom(sqlast.Bin(a, "+", b))
	return [2]sqlast.Expr{s, sqlast.Bin(b, "-", sqlast.Bin(s, "-", a))}
}

// mulError is what a * b loses to rounding; a and b are atoms.
func (x *exprs) mulError(a, b sqlast.Expr) sqlast.Expr {
	p := x.atom(sqlast.Bin(a, "*", b))
	halves := func(a sqlast.Expr) (high, low sqlast.Expr) {
		c := x.atom(sqlast.Bin(a, "*", float(1<<27+1)))
		high = x.atom(sqlast.Bin(c, "-", sqlast.Bin(c, "-", a)))
		return high, x.atom(sqlast.Bin(a, "-", high))
	}
	ah, al := halves(a)
	bh, bl := halves(b)
	out := sqlast.Bin(sqlast.Bin(sqlast.Bin(ah, "*", bh), "-", p), "+", sqlast.Bin(ah, "*", bl))
	return sqlast.Bin(sqlast.Bin(out, "+", sqlast.Bin(al, "*", bh)), "+", sqlast.Bin(al, "*", bl))
}

func (x *exprs) doubleAdd(v []sqlast.Expr) [2]sqlast.Expr {
	a, b := v[0], v[2]
	s := x.atom(sqlast.Bin(a, "+", b))
	bb := x.atom(sqlast.Bin(s, "-", a))
	e := sqlast.Bin(sqlast.Bin(a, "-", sqlast.Bin(s, "-", bb)), "+", sqlast.Bin(b, "-", bb))
	return x.fastTwoSum(s, x.atom(sqlast.Bin(e, "+", sqlast.Bin(v[1], "+", v[3]))))
}

func (x *exprs) doubleMul(v []sqlast.Expr) [2]sqlast.Expr {
	a, b := v[0], v[2]
	p := x.atom(sqlast.Bin(a, "*", b))
	cross := sqlast.Bin(sqlast.Bin(a, "*", v[3]), "+", sqlast.Bin(v[1], "*", b))
	return x.fastTwoSum(p, x.atom(sqlast.Bin(x.mulError(a, b), "+", cross)))
}
