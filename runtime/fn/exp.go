package fn

import (
	"math"

	"github.com/featc-lang/featc/runtime"
)

// The natural logarithm of 2 as the sum of two floats, of which the first has
// few enough bits to be multiplied by an exponent exactly.
const (
	ln2Hi = 6.93147180369123816490e-01
	ln2Lo = 1.90821492927058770002e-10
)

// LnFloat returns the natural logarithm of a, null for 0 and below. It is the
// algorithm of FreeBSD's e_log.c, each operation rounded by itself.
func LnFloat(a Float) Float {
	if !a.Valid || !(a.V > 0) {
		return Float{}
	}
	m, k := normalized(a.V)
	return runtime.Some(ln(m, k))
}

// Log2Float returns the logarithm of a to the base 2, null for 0 and below.
func Log2Float(a Float) Float {
	if !a.Valid || !(a.V > 0) {
		return Float{}
	}
	m, k := normalized(a.V)
	return runtime.Some(k + float64(ln(m, 0)*1.44269504088896338700))
}

// Log10Float returns the logarithm of a to the base 10, null for 0 and below, by
// the algorithm of FreeBSD's e_log10.c of old.
func Log10Float(a Float) Float {
	if !a.Valid || !(a.V > 0) {
		return Float{}
	}
	m, k := normalized(a.V)
	low := float64(k*3.69423907715893078616e-13) + float64(ln(m, 0)*4.34294481903251816668e-01)
	return runtime.Some(low + float64(k*3.01029995663611771306e-01))
}

// normalized returns m and the whole number k of a = m * 2^k, with m from
// sqrt(1/2) up to, not including, sqrt(2).
func normalized(a float64) (m, k float64) {
	m, exponent := math.Frexp(a)
	if m < math.Sqrt2/2 {
		m, exponent = m*2, exponent-1
	}
	return m, float64(exponent)
}

// ln is the natural logarithm of m * 2^k, which are normalized.
func ln(m, k float64) float64 {
	f := m - 1
	s := f / (2 + f)
	z := float64(s * s)
	w := float64(z * z)
	odd := float64(z * (6.666666666666735130e-01 + float64(w*(2.857142874366239149e-01+
		float64(w*(1.818357216161805012e-01+float64(w*1.479819860511658591e-01)))))))
	even := float64(w * (3.999999999940941908e-01 + float64(w*(2.222219843214978396e-01+
		float64(w*1.531383769920937332e-01)))))
	half := float64(float64(0.5*f) * f)
	tail := float64(s*(half+(odd+even))) + float64(k*ln2Lo)
	return float64(k*ln2Hi) - ((half - tail) - f)
}

// ExpFloat returns e to the power of a, null where it overflows. It is the
// algorithm of FreeBSD's e_exp.c, each operation rounded by itself.
func ExpFloat(a Float) Float {
	switch {
	case !a.Valid || a.V > 710:
		return Float{}
	case a.V < -746:
		return runtime.Some(0.0)
	}
	k := math.Trunc(float64(1.44269504088896338700*a.V) + math.Copysign(0.5, a.V))
	hi, lo := a.V-float64(k*ln2Hi), float64(k*ln2Lo)
	r := hi - lo
	t := float64(r * r)
	c := r - float64(t*(1.66666666666666657415e-01+float64(t*(-2.77777777770155933842e-03+
		float64(t*(6.61375632143793436117e-05+float64(t*(-1.65339022054652515390e-06+
			float64(t*4.13813679705723846039e-08)))))))))
	y := 1 - ((lo - float64(r*c)/(2-c)) - hi)
	return finite(math.Ldexp(y, int(k)), true)
}

// PowFloat returns a * a * … of n factors, from the left.
func PowFloat(a Float, n int64) Float {
	p := a.V
	for range n - 1 {
		p = float64(p * a.V)
	}
	return finite(p, a.Valid)
}
