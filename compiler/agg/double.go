package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
)

// double is a double-double while an aggregation is finished: the unevaluated sum
// of a high and a low float64, of some 106 bits. Moments are differences of large
// sums that are nearly equal; in 53 bits nothing would be left of them.
type double struct{ high, low ir.Expr }

// step keeps an expression for more than one use.
func (p *parts) step(e ir.Expr) ir.Expr {
	p.steps = append(p.steps, e)
	return &ir.StepRef{Index: len(p.steps) - 1, T: e.Type()}
}

// whole is a float64 as a double.
func (p *parts) whole(x ir.Expr) double { return double{x, typing.Float(0)} }

// prune leaves out the steps that e needs no more, and numbers the rest anew.
func (p *parts) prune(e ir.Expr) {
	used := make([]bool, len(p.steps))
	refs := make([][]*ir.StepRef, len(p.steps)) // by step
	visit := func(e ir.Expr) {
		ir.Walk(e, func(e ir.Expr) {
			if r, ok := e.(*ir.StepRef); ok {
				used[r.Index] = true
				refs[r.Index] = append(refs[r.Index], r)
			}
		})
	}
	visit(e)
	for i := len(p.steps) - 1; i >= 0; i-- { // a step refers to those before it
		if used[i] {
			visit(p.steps[i])
		}
	}
	var kept []ir.Expr
	for i, s := range p.steps {
		if !used[i] {
			continue
		}
		for _, r := range refs[i] {
			r.Index = len(kept)
		}
		kept = append(kept, s)
	}
	p.steps = kept
}

// pair keeps the two parts of a double.
func (p *parts) pair(high, low ir.Op, args ...ir.Expr) double {
	return double{
		p.step(typing.Checked(high, types.Float64, args...)),
		p.step(typing.Checked(low, types.Float64, args...)),
	}
}

func (p *parts) plus(a, b double) double {
	return p.pair(ir.DoubleAdd, ir.DoubleAddLo, a.high, a.low, b.high, b.low)
}

func (p *parts) times(a, b double) double {
	return p.pair(ir.DoubleMul, ir.DoubleMulLo, a.high, a.low, b.high, b.low)
}

// minus is a - b.
func (p *parts) minus(a, b double) double {
	negative := func(x ir.Expr) ir.Expr {
		if c, ok := x.(*ir.Const); ok {
			return typing.Float(-c.Value.Float64() + 0) // of 0 again 0
		}
		return typing.Strict(ir.NegFloat, types.Float64, x)
	}
	return p.plus(a, double{negative(b.high), negative(b.low)})
}

// scaled is a * f for a power of two f: exact.
func (p *parts) scaled(a double, f float64) double {
	return double{p.step(product(a.high, typing.Float(f))), p.step(product(a.low, typing.Float(f)))}
}

// product is x * y of floats.
func product(x, y ir.Expr) ir.Expr { return typing.Checked(ir.MulFloat, types.Float64, x, y) }

// plus is x + y of floats.
func plus(x, y ir.Expr) ir.Expr { return typing.Checked(ir.AddFloat, types.Float64, x, y) }

// minus is x - y of floats.
func minus(x, y ir.Expr) ir.Expr { return typing.Checked(ir.SubFloat, types.Float64, x, y) }

// beyond is, in units of u, a power of two, what truncating x to a multiple of u
// leaves out. It is exact.
func beyond(x ir.Expr, u float64) ir.Expr {
	y := product(x, typing.Float(1/u))
	return minus(y, typing.Strict(ir.TruncFloat, types.Float64, y))
}

// The units of an exact sum, and of the sum of what it leaves out.
const (
	unit      = 1.0 / (1 << 60)
	largeUnit = 4.0 // of the sum of what is up to 2^124
)

// exactly collects the sums of row-level values that are written as parts, in units
// of their own, and is their total.
func (p *parts) exactly(only func(ir.Expr) ir.Expr, terms ...term) double {
	var total double
	for i, t := range terms {
		q := p.add(ir.CompUnits, only(t.x))
		d := p.pair(ir.UnitsHigh, ir.UnitsLow, q)
		if t.scale != 1 {
			d = p.scaled(d, t.scale)
		}
		if i == 0 {
			total = d
		} else {
			total = p.plus(total, d)
		}
	}
	return total
}

// term is a part of a row-level value: x times scale, a power of two.
type term struct {
	x     ir.Expr
	scale float64
}

// firstPower is x: to 2^-60, and the next 60 bits.
func firstPower(x ir.Expr) []term { return []term{{x, 1}, {beyond(x, unit), unit}} }

// productParts are x * y below 2^62, exact as the rounded product and its error,
// which is below 2^9: the product to 2^-30, and what is left of it with the error, to
// 2^-83. 2^29 of them do not overflow.
func productParts(x, y ir.Expr) []term {
	const high, low = 1.0 / (1 << 30), 1.0 / (1 << 25)
	rest := product(beyond(product(x, y), high), typing.Float(high/low))
	lost := product(typing.Checked(ir.MulError, types.Float64, x, y), typing.Float(1/low))
	return []term{{product(product(x, y), typing.Float(high)), 1 / high}, {plus(rest, lost), low}}
}

// largeParts are v + e with v below 2^96, and e, which is v's error, below 2^44: the
// multiples of 4 in v, what is left of v to 2^-60, then e to 2^-60, and what is left of
// both to 2^-120. 2^19 of them do not overflow, and with smaller ones, more.
func largeParts(v, e ir.Expr) []term {
	small := product(beyond(v, largeUnit), typing.Float(largeUnit))
	return []term{
		{product(v, typing.Float(unit/largeUnit)), largeUnit / unit}, {small, 1},
		{e, 1}, {plus(beyond(small, unit), beyond(e, unit)), unit},
	}
}
