package sql

import (
	"math"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/compiler/types"
)

// roomyPrecision is that of decimals of which 10^10 can be summed in 38 digits.
const roomyPrecision = 28

// quantum is the exponent of two of the unit in which fractions are summed.
const quantum = 60

// floatSum sums fixed-point limbs of float64s: whole parts and fractions in
// units of 2^-60, both as integers, so that order does not matter.
type floatSum struct {
	slot   *plan.Slot
	units  bool // the sum stays an integer
	hi, lo sqlast.Expr
}

func (p *floatSum) prepare(ev *events) {
	arg := ev.input(p.slot.Arg)
	p.hi, p.lo = ev.limbs(arg)
}

func (p *floatSum) aggregates(in sqlast.Expr) []sqlast.Column {
	return []sqlast.Column{
		{X: aggregate("sum", p.hi, in), As: "_whole"},
		{X: aggregate("sum", p.lo, in), As: "_fraction"},
	}
}

func (p *floatSum) addends() []addend {
	return []addend{{suffix: "_whole", x: p.hi}, {suffix: "_fraction", x: p.lo}}
}

func (p *floatSum) result(x *exprs, parts []sqlast.Expr) sqlast.Expr {
	q := x.atom(unitsOf(x, parts[0], parts[1]))
	if p.units {
		return sqlast.Cast{X: sqlast.If(withinUnits(q), q), Type: x.d.TypeName(types.Wide)}
	}
	return floatOfUnits(x, q)
}

// unitsOf is the sum of whole parts and of fractions in units of 2^-60. Beyond 2^64 it
// is null anyway, and the product would overflow.
func unitsOf(x *exprs, hi, lo sqlast.Expr) sqlast.Expr {
	return sqlast.If(
		sqlast.Between{X: hi, Lo: "-" + power(2, 64), Hi: power(2, 64)},
		sqlast.Bin(sqlast.Bin(x.wide(hi), "*", power(2, quantum)), "+", lo),
	)
}

func withinUnits(q sqlast.Expr) sqlast.Expr {
	return sqlast.And(sqlast.Bin(q, ">", "-"+power(2, 123)), sqlast.Bin(q, "<", power(2, 123)))
}

// floatOfUnits is a sum in units of 2^-60 as a float64.
func floatOfUnits(x *exprs, q sqlast.Expr) sqlast.Expr {
	unit := power(2, quantum)
	whole := sqlast.Cast{X: sqlast.Cast{X: x.div(q, unit), Type: x.d.TypeName(types.Int64)}, Type: x.d.TypeName(types.Float64)}
	rest := sqlast.Cast{X: sqlast.Cast{X: x.mod(q, unit), Type: x.d.TypeName(types.Int64)}, Type: x.d.TypeName(types.Float64)}
	return sqlast.If(withinUnits(q), sqlast.Bin(whole, "+", sqlast.Bin(rest, "*", float(math.Ldexp(1, -quantum)))))
}

// limbs returns the columns that hold the fixed-point limbs of a float64 column;
// they are null where it is 2^62 or larger.
func (ev *events) limbs(arg sqlast.Expr) (hi, lo sqlast.Expr) {
	l, limit := ev.l, float(math.Ldexp(1, 62))
	name := "value"
	if n, ok := arg.(sqlast.Name); ok {
		name = n.Col
	}
	key := sqlast.PrintExpr(ev.b.d, arg)
	if got, ok := ev.limbColumns[key]; ok {
		return got[0], got[1]
	}
	integer := ev.b.d.TypeName(types.Int64)
	whole := l.define(name+"_trunc", sqlast.If(
		sqlast.And(sqlast.Bin(arg, ">", "-"+limit), sqlast.Bin(arg, "<", limit)), sqlast.Fn("trunc", arg)))
	hi = l.define(name+"_whole", sqlast.Cast{X: whole, Type: integer})
	fraction := sqlast.Bin(sqlast.Bin(arg, "-", whole), "*", float(math.Ldexp(1, quantum)))
	lo = l.define(name+"_fraction", sqlast.Cast{X: sqlast.Fn("trunc", fraction), Type: integer})
	ev.limbColumns[key] = [2]sqlast.Expr{hi, lo}
	return hi, lo
}

// wideSum sums decimals that are so wide that their sum could pass 38 digits on
// the way to a result that does not: as two limbs of the unscaled integer.
type wideSum struct {
	slot   *plan.Slot
	scale  int
	t      types.Type
	hi, lo sqlast.Expr
}

const limbDigits = 18

func (p *wideSum) prepare(ev *events) {
	arg := ev.input(p.slot.Arg)
	unscaled := ev.l.atom(ev.b.d.unscaled(arg, p.t))
	p.hi = ev.l.atom(ev.x.div(unscaled, power(10, limbDigits)))
	p.lo = ev.l.atom(ev.x.mod(unscaled, power(10, limbDigits)))
}

func (p *wideSum) aggregates(in sqlast.Expr) []sqlast.Column {
	return []sqlast.Column{
		{X: aggregate("sum", p.hi, in), As: "_high"},
		{X: aggregate("sum", p.lo, in), As: "_low"},
	}
}

func (p *wideSum) addends() []addend {
	return []addend{{suffix: "_high", x: p.hi}, {suffix: "_low", x: p.lo}}
}

func (p *wideSum) result(x *exprs, parts []sqlast.Expr) sqlast.Expr {
	hi, lo := parts[0], parts[1]
	// From 1.5e38 on the sum cannot come back below 1e38, and would overflow.
	most := sqlast.Number("15" + string(power(10, 19))[1:])
	sum := x.atom(sqlast.If(
		sqlast.Between{X: hi, Lo: "-" + most, Hi: most},
		sqlast.Bin(sqlast.Bin(hi, "*", power(10, limbDigits)), "+", lo)))
	whole := x.fit(sum, types.Wide)
	if p.scale == 0 {
		return whole
	}
	step := sqlast.Cast{X: sqlast.Text("0." + string(power(10, p.scale))[2:] + "1"), Type: x.d.TypeName(types.Decimal(p.scale, p.scale))}
	return sqlast.Cast{X: sqlast.Bin(whole, "*", step), Type: x.d.TypeName(p.slot.Type)}
}
