package reference

import (
	"math"
	"math/big"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/runtime/value"
)

// binary64 is a float64 whose operations are done by math/big: exactly (or, for
// quotients, to far more bits than could matter), then rounded once. So nothing
// can be fused.
type binary64 float64

func (x binary64) op(f func(z, x, y *big.Float) *big.Float, y binary64) binary64 {
	const enough = 2200 // bits for the sum of the largest float and the smallest
	z := new(big.Float).SetPrec(enough)
	out, _ := f(z, big.NewFloat(float64(x)), big.NewFloat(float64(y))).Float64()
	return binary64(out)
}

func (x binary64) add(y binary64) binary64 { return x.op((*big.Float).Add, y) }
func (x binary64) sub(y binary64) binary64 { return x.op((*big.Float).Sub, y) }
func (x binary64) mul(y binary64) binary64 { return x.op((*big.Float).Mul, y) }
func (x binary64) div(y binary64) binary64 { return x.op((*big.Float).Quo, y) }

// polynomial is c[0] + x*(c[1] + x*(…)).
func (x binary64) polynomial(c ...binary64) binary64 {
	out := c[len(c)-1]
	for i := len(c) - 2; i >= 0; i-- {
		out = c[i].add(x.mul(out))
	}
	return out
}

const (
	ln2Hi binary64 = 6.93147180369123816490e-01
	ln2Lo binary64 = 1.90821492927058770002e-10
)

// logarithm makes an operation on m and k of x = m * 2^k, with m from sqrt(1/2)
// to sqrt(2).
func logarithm(f func(m, k binary64) binary64) op {
	return func(_ *ir.Call, args []value.Value) value.Value {
		if args[0].Float64() <= 0 {
			return value.Null
		}
		fraction, exponent := math.Frexp(args[0].Float64())
		m, k := binary64(fraction), binary64(exponent)
		if m < math.Sqrt2/2 {
			m, k = m*2, k-1
		}
		return finite(float64(f(m, k)))
	}
}

func ln(m, k binary64) binary64 {
	f := m.sub(1)
	s := f.div(f.add(2))
	z := s.mul(s)
	w := z.mul(z)
	odd := z.mul(w.polynomial(6.666666666666735130e-01, 2.857142874366239149e-01, 1.818357216161805012e-01, 1.479819860511658591e-01))
	even := w.mul(w.polynomial(3.999999999940941908e-01, 2.222219843214978396e-01, 1.531383769920937332e-01))
	half := f.mul(0.5).mul(f)
	tail := s.mul(half.add(odd.add(even))).add(k.mul(ln2Lo))
	return k.mul(ln2Hi).sub(half.sub(tail).sub(f))
}

var expOps = map[ir.Op]op{
	ir.LnFloat: logarithm(ln),
	ir.Log2Float: logarithm(func(m, k binary64) binary64 {
		return k.add(ln(m, 0).mul(1.44269504088896338700))
	}),
	ir.Log10Float: logarithm(func(m, k binary64) binary64 {
		low := k.mul(3.69423907715893078616e-13).add(ln(m, 0).mul(4.34294481903251816668e-01))
		return low.add(k.mul(3.01029995663611771306e-01))
	}),
	ir.ExpFloat: func(_ *ir.Call, args []value.Value) value.Value {
		x := binary64(args[0].Float64())
		switch {
		case x > 710:
			return value.Null
		case x < -746:
			return value.OfFloat64(0)
		}
		k := binary64(1.44269504088896338700).mul(x)
		if x < 0 {
			k = k.sub(0.5)
		} else {
			k = k.add(0.5)
		}
		k = binary64(math.Trunc(float64(k)))
		hi, lo := x.sub(k.mul(ln2Hi)), k.mul(ln2Lo)
		r := hi.sub(lo)
		t := r.mul(r)
		c := r.sub(t.mul(t.polynomial(1.66666666666666657415e-01, -2.77777777770155933842e-03, 6.61375632143793436117e-05,
			-1.65339022054652515390e-06, 4.13813679705723846039e-08)))
		y := binary64(1).sub(lo.sub(r.mul(c).div(binary64(2).sub(c))).sub(hi))
		return finite(math.Ldexp(float64(y), int(k)))
	},
	ir.PowFloat: func(_ *ir.Call, args []value.Value) value.Value {
		x := args[0].Float64()
		p := x
		for n := int64(1); n < args[1].I; n++ {
			p = float64(p * x)
		}
		return finite(p)
	},
}
