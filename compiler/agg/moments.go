package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
)

const (
	maxSquared = 1 << 31 // where the square of a float64 is too large for an exact sum
	maxFourth  = 1 << 24 // where what is lost of a fourth power to rounding is
)

// noise is the part of a sum of products below which a difference is taken for 0:
// rounding in 106 bits leaves that much of a spread which is none.
const noise = 1.0 / (1 << 48) / (1 << 48)

// pairs builds what the second moments of pairs (x, y) are made of. Pairs where either
// is null, or of magnitude 2^31 and above, are skipped.
type pairs struct {
	parts
	only   func(ir.Expr) ir.Expr
	n      ir.Expr // how many, a float64
	degree double  // n
}

func (p *pairs) of(limit float64, xs ...ir.Expr) {
	p.only = func(e ir.Expr) ir.Expr {
		for _, x := range xs {
			e = bounded(x, e, limit)
		}
		return e
	}
	p.n = p.step(typing.Strict(ir.IntToFloat, types.Float64, p.count(p.only(xs[0]))))
	p.degree = p.whole(p.n)
}

// sum is the sum of x.
func (p *pairs) sum(x ir.Expr) double { return p.exactly(p.only, firstPower(x)...) }

// cross is the sum of x * y.
func (p *pairs) cross(x, y ir.Expr) double { return p.exactly(p.only, productParts(x, y)...) }

// spread is n * xy - x * y of sums: n^2 times a covariance, 0 where it is within what
// rounding leaves. It is a double of which only the high part is of use.
func (p *pairs) spread(xy, x, y double) ir.Expr {
	all := p.times(p.degree, xy)
	d := p.minus(all, p.times(x, y))
	size := typing.Strict(ir.AbsFloat, types.Float64, all.high)
	least := product(size, typing.Float(noise))
	within := typing.Strict(ir.Le, types.Bool, typing.Strict(ir.AbsFloat, types.Float64, d.high), least)
	return p.step(typing.If(within, typing.Float(0), d.high))
}

// square is the spread of x alone, which is not negative.
func (p *pairs) square(x ir.Expr, sum double) ir.Expr {
	return p.step(typing.Strict(ir.Greatest, types.Float64, typing.Float(0), p.spread(p.cross(x, x), sum, sum)))
}

// over is n * n, or with one degree of freedom less n * (n - 1).
func (p *pairs) over(sample bool) ir.Expr {
	if sample {
		return product(p.n, minus(p.n, typing.Float(1)))
	}
	return product(p.n, p.n)
}

// moment makes a variance, or with root its square root.
func moment(sample, root bool) func([]ir.Expr) (*Parts, *typing.Error) {
	return func(args []ir.Expr) (*Parts, *typing.Error) {
		if err := numeric(args); err != nil {
			return nil, err
		}
		x := typing.ToFloat(args[0])
		var p pairs
		p.of(maxSquared, x)
		v := divide(p.square(x, p.sum(x)), p.over(sample))
		if root {
			v = typing.Checked(ir.SqrtFloat, types.Float64, v)
		}
		return p.finish(v)
	}
}

// twoNumbers demands two numbers and converts them to float64.
func twoNumbers(args []ir.Expr) (a, b ir.Expr, err *typing.Error) {
	for i := range args {
		if err := numericAt(args, i); err != nil {
			return nil, nil, err
		}
	}
	return typing.ToFloat(args[0]), typing.ToFloat(args[1]), nil
}

// covariance makes a covariance.
func covariance(sample bool) func([]ir.Expr) (*Parts, *typing.Error) {
	return func(args []ir.Expr) (*Parts, *typing.Error) {
		x, y, err := twoNumbers(args)
		if err != nil {
			return nil, err
		}
		var p pairs
		p.of(maxSquared, x, y)
		return p.finish(divide(p.spread(p.cross(x, y), p.sum(x), p.sum(y)), p.over(sample)))
	}
}

// shape makes the third or the fourth standardised moment of a population.
func shape(fourth bool) func([]ir.Expr) (*Parts, *typing.Error) {
	return func(args []ir.Expr) (*Parts, *typing.Error) {
		if err := numeric(args); err != nil {
			return nil, err
		}
		x := typing.ToFloat(args[0])
		var p pairs
		p.of(maxFourth, x)
		n, s1, s2 := p.degree, p.sum(x), p.cross(x, x)
		spread := p.step(typing.Strict(ir.Greatest, types.Float64, typing.Float(0), p.spread(s2, s1, s1)))
		square := product(x, x)
		lost := typing.Checked(ir.MulError, types.Float64, x, x)
		cube := product(square, x)
		cubeLost := plus(typing.Checked(ir.MulError, types.Float64, square, x), product(lost, x))
		s3 := p.exactly(p.only, largeParts(cube, cubeLost)...)
		s1s1 := p.times(s1, s1)
		three := p.whole(typing.Float(3))
		if !fourth { // n^2 s3 - 3 n s1 s2 + 2 s1^3
			d := p.times(n, p.minus(p.times(n, s3), p.times(three, p.times(s1, s2))))
			d = p.plus(d, p.times(p.whole(typing.Float(2)), p.times(s1, s1s1)))
			return p.finish(divide(d.high, product(spread, typing.Checked(ir.SqrtFloat, types.Float64, spread))))
		}
		// n^3 s4 - 4 n^2 s1 s3 + 6 n s1^2 s2 - 3 s1^4
		doubleLost := product(typing.Float(2), product(square, lost))
		s4 := p.exactly(p.only, largeParts(product(square, square),
			plus(typing.Checked(ir.MulError, types.Float64, square, square), doubleLost))...)
		d := p.minus(p.times(n, s4), p.times(p.whole(typing.Float(4)), p.times(s1, s3)))
		d = p.plus(p.times(n, d), p.times(p.whole(typing.Float(6)), p.times(s1s1, s2)))
		d = p.minus(p.times(n, d), p.times(three, p.times(s1s1, s1s1)))
		return p.finish(minus(divide(d.high, product(spread, spread)), typing.Float(3)))
	}
}
