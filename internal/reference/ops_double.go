package reference

import (
	"math"
	"math/big"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/runtime/value"
)

// doubleOps are the two parts of double-double values, by the steps of
// docs/semantics.md. Only a low part that is needed on the way is not checked.
var doubleOps = map[ir.Op]op{
	ir.MulError:  float(func(x []float64) float64 { return mulError(x[0], x[1]) }),
	ir.UnitsHigh: unitsPart(0), ir.UnitsLow: unitsPart(1),
	ir.DoubleAdd: double(doubleAdd, 0), ir.DoubleAddLo: double(doubleAdd, 1),
	ir.DoubleMul: double(doubleMul, 0), ir.DoubleMulLo: double(doubleMul, 1),
}

func double(f func(a, b [2]float64) [2]float64, part int) op {
	return float(func(x []float64) float64 { return f([2]float64{x[0], x[1]}, [2]float64{x[2], x[3]})[part] })
}

// unitsPart is a part of an integer in units of 2^-60, from its limbs of 43 bits.
func unitsPart(part int) op {
	return func(_ *ir.Call, args []value.Value) value.Value {
		q := bigOf(args[0])
		base := power(2, 43)
		limb := func() float64 {
			l := new(big.Int)
			q, l = new(big.Int).QuoRem(q, base, l)
			return float64(l.Int64())
		}
		low, middle := limb(), math.Ldexp(limb(), 43)
		top := math.Ldexp(float64(q.Int64()), 86)
		h := top + middle
		r := fastTwoSum(h, (middle-(h-top))+low)
		return value.OfFloat64(math.Ldexp(r[part], -60))
	}
}

// fastTwoSum is a + b and its error, where |a| >= |b| or a is 0.
func fastTwoSum(a, b float64) [2]float64 {
	s := a + b
	return [2]float64{s, b - (s - a)}
}

// twoSum is a + b and its error.
func twoSum(a, b float64) [2]float64 {
	s := a + b
	bb := s - a
	return [2]float64{s, (a - (s - bb)) + (b - bb)}
}

// mulError is a*b - fl(a*b).
func mulError(a, b float64) float64 {
	p := float64(a * b)
	ah, al := split(a)
	bh, bl := split(b)
	return ((float64(ah*bh) - p + float64(ah*bl)) + float64(al*bh)) + float64(al*bl)
}

// split cuts a float in a high half of 26 bits and the rest.
func split(a float64) (high, low float64) {
	c := float64(134217729 * a) // 2^27 + 1
	high = c - (c - a)
	return high, a - high
}

func doubleAdd(a, b [2]float64) [2]float64 {
	s := twoSum(a[0], b[0])
	return fastTwoSum(s[0], s[1]+(a[1]+b[1]))
}

func doubleMul(a, b [2]float64) [2]float64 {
	p := float64(a[0] * b[0])
	return fastTwoSum(p, mulError(a[0], b[0])+(float64(a[0]*b[1])+float64(a[1]*b[0])))
}
