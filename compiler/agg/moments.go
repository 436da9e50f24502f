package agg

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
)

// maxSquared is where the square of a float64 is too large for an exact sum.
const maxSquared = 1 << 31

// variance builds the variance of a population or, with one degree of freedom
// less, of a sample: max(0, sum(x*x) - sum(x)*sum(x)/n) over n or n - 1. It is
// null where n is too small, as a division by zero is.
func variance(args []ir.Expr, sample bool) (*parts, ir.Expr, *typing.Error) {
	if err := numeric(args); err != nil {
		return nil, nil, err
	}
	var p parts
	x := typing.ToFloat(args[0])
	inside := bounded(x, x, maxSquared)
	n := typing.Strict(ir.IntToFloat, types.Float64, p.count(inside))
	sum := p.add(ir.CompSum, inside)
	squares := p.add(ir.CompSum, bounded(x, typing.Checked(ir.MulFloat, types.Float64, x, x), maxSquared))
	square := typing.Checked(ir.MulFloat, types.Float64, sum, sum)
	spread := typing.Checked(ir.SubFloat, types.Float64, squares, divide(square, n))
	divisor := ir.Expr(n)
	if sample {
		divisor = typing.Checked(ir.SubFloat, types.Float64, n, typing.Float(1))
	}
	return &p, divide(typing.Strict(ir.Greatest, types.Float64, typing.Float(0), spread), divisor), nil
}

// moment makes a variance, or with root its square root.
func moment(sample, root bool) func([]ir.Expr) (*Parts, *typing.Error) {
	return func(args []ir.Expr) (*Parts, *typing.Error) {
		p, v, err := variance(args, sample)
		if err != nil {
			return nil, err
		}
		if root {
			v = typing.Checked(ir.SqrtFloat, types.Float64, v)
		}
		return p.finish(v)
	}
}
