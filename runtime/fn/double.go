package fn

import (
	"math"

	"github.com/featc-lang/featc/runtime/exact"
)

// A double-double is the unevaluated sum of a high and a low float64. The
// functions give one part each, by the steps of docs/semantics.md: Dekker's (1971)
// product and Knuth's sum, as put together by Hida, Li and Bailey (2001). Products are
// rounded by themselves, for a fused one would have other bits.

// MulError returns what a * b loses to rounding.
func MulError(a, b Float) Float { return finite(mulError(a.V, b.V), a.Valid && b.Valid) }

// UnitsHigh returns the high part of an integer in units of 2^-60.
func UnitsHigh(q Dec) Float {
	h, _ := units(q.V)
	return checked(h, q.Valid)
}

// UnitsLow returns the low part of an integer in units of 2^-60.
func UnitsLow(q Dec) Float {
	_, l := units(q.V)
	return checked(l, q.Valid)
}

// DoubleAdd returns the high part of a + b.
func DoubleAdd(a, aLow, b, bLow Float) Float {
	h, _ := doubleAdd(a.V, aLow.V, b.V, bLow.V)
	return finite(h, a.Valid && aLow.Valid && b.Valid && bLow.Valid)
}

// DoubleAddLo returns the low part of a + b.
func DoubleAddLo(a, aLow, b, bLow Float) Float {
	_, l := doubleAdd(a.V, aLow.V, b.V, bLow.V)
	return finite(l, a.Valid && aLow.Valid && b.Valid && bLow.Valid)
}

// DoubleMul returns the high part of a * b.
func DoubleMul(a, aLow, b, bLow Float) Float {
	h, _ := doubleMul(a.V, aLow.V, b.V, bLow.V)
	return finite(h, a.Valid && aLow.Valid && b.Valid && bLow.Valid)
}

// DoubleMulLo returns the low part of a * b.
func DoubleMulLo(a, aLow, b, bLow Float) Float {
	_, l := doubleMul(a.V, aLow.V, b.V, bLow.V)
	return finite(l, a.Valid && aLow.Valid && b.Valid && bLow.Valid)
}

// units splits q * 2^-60, whose limbs of 43 bits are exact as floats.
func units(q exact.Int128) (high, low float64) {
	top, middle, bottom := q.Limbs()
	h := top + middle
	h, l := fastTwoSum(h, (middle-(h-top))+bottom)
	return math.Ldexp(h, -60), math.Ldexp(l, -60)
}

// fastTwoSum returns a + b and its error, where |a| >= |b| or a is 0.
func fastTwoSum(a, b float64) (sum, err float64) {
	s := a + b
	return s, b - (s - a)
}

// twoSum returns a + b and its error.
func twoSum(a, b float64) (sum, err float64) {
	s := a + b
	bb := s - a
	return s, (a - (s - bb)) + (b - bb)
}

// mulError returns a*b less its rounded product. It is null, as NaN, where a half of
// an operand overflows.
func mulError(a, b float64) float64 {
	p := float64(a * b)
	ah, al := halves(a)
	bh, bl := halves(b)
	return ((float64(ah*bh) - p + float64(ah*bl)) + float64(al*bh)) + float64(al*bl)
}

// halves splits a float into 26 bits and the rest (Veltkamp).
func halves(a float64) (high, low float64) {
	c := float64(a * (1<<27 + 1))
	h := c - (c - a)
	return h, a - h
}

func doubleAdd(a, aLow, b, bLow float64) (high, low float64) {
	s, e := twoSum(a, b)
	return fastTwoSum(s, e+(aLow+bLow))
}

func doubleMul(a, aLow, b, bLow float64) (high, low float64) {
	return fastTwoSum(float64(a*b), mulError(a, b)+(float64(a*bLow)+float64(aLow*b)))
}
