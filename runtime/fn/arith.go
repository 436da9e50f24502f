// Package fn has the scalar functions of expressions as generated code calls
// them. All are strict, null where an operand is null, unless said otherwise;
// where a result does not exist or does not fit it is null too.
package fn

import (
	"math"
	"math/bits"

	"github.com/featc-lang/featc/runtime"
	"github.com/featc-lang/featc/runtime/exact"
)

// Short names of the values that may be null, for signatures.
type (
	// Int is an int64, or null.
	Int = runtime.Null[int64]
	// Float is a float64, or null.
	Float = runtime.Null[float64]
	// Dec is an unscaled decimal, or null.
	Dec = runtime.Null[exact.Int128]
	// Bool is a bool, or null.
	Bool = runtime.Null[bool]
	// Text is a string, or null.
	Text = runtime.Null[string]
)

// checked returns v where ok, else null.
func checked[T any](v T, ok bool) runtime.Null[T] {
	if !ok {
		return runtime.Null[T]{}
	}
	return runtime.Some(v)
}

// AddInt returns a + b. It serves durations too.
func AddInt(a, b Int) Int {
	c := a.V + b.V
	return checked(c, a.Valid && b.Valid && (c > a.V) == (b.V > 0))
}

// SubInt returns a - b. It serves durations and differences of timestamps too.
func SubInt(a, b Int) Int {
	c := a.V - b.V
	return checked(c, a.Valid && b.Valid && (c < a.V) == (b.V > 0))
}

// MulInt returns a * b.
func MulInt(a, b Int) Int {
	if !a.Valid || !b.Valid {
		return Int{}
	}
	hi, lo := bits.Mul64(uint64(a.V), uint64(b.V))
	// Mul64 is unsigned: take the excess off for negative factors.
	high := int64(hi)
	if a.V < 0 {
		high -= b.V
	}
	if b.V < 0 {
		high -= a.V
	}
	return checked(int64(lo), high == int64(lo)>>63)
}

// ModInt returns the remainder of a / b truncated, with the sign of a; null for b = 0.
func ModInt(a, b Int) Int {
	if !a.Valid || !b.Valid || b.V == 0 {
		return Int{}
	}
	if b.V == -1 {
		return runtime.Some[int64](0)
	}
	return runtime.Some(a.V % b.V)
}

// NegInt returns -a. It serves durations too.
func NegInt(a Int) Int { return checked(-a.V, a.Valid && a.V != math.MinInt64) }

// AbsInt returns |a|.
func AbsInt(a Int) Int {
	if a.V < 0 {
		return NegInt(a)
	}
	return a
}

// finite returns f where the operands were valid and f is neither NaN nor infinite.
func finite(f float64, valid bool) Float { return checked(f, valid && f-f == 0) }

// AddFloat returns a + b.
func AddFloat(a, b Float) Float { return finite(a.V+b.V, a.Valid && b.Valid) }

// SubFloat returns a - b.
func SubFloat(a, b Float) Float { return finite(a.V-b.V, a.Valid && b.Valid) }

// MulFloat returns a * b.
func MulFloat(a, b Float) Float { return finite(float64(a.V*b.V), a.Valid && b.Valid) }

// DivFloat returns a / b, null for b = 0.
func DivFloat(a, b Float) Float {
	return finite(float64(a.V/b.V), a.Valid && b.Valid && b.V != 0)
}

// NegFloat returns -a.
func NegFloat(a Float) Float { return checked(-a.V, a.Valid) }

// AbsFloat returns |a|.
func AbsFloat(a Float) Float { return checked(math.Abs(a.V), a.Valid) }

// SqrtFloat returns the square root of a, null below 0.
func SqrtFloat(a Float) Float { return finite(math.Sqrt(a.V), a.Valid) }

// FloorFloat returns the largest integral value that is not above a.
func FloorFloat(a Float) Float { return checked(math.Floor(a.V), a.Valid) }

// CeilFloat returns the smallest integral value that is not below a.
func CeilFloat(a Float) Float { return checked(math.Ceil(a.V), a.Valid) }

// TruncFloat returns a without its fraction.
func TruncFloat(a Float) Float { return checked(math.Trunc(a.V), a.Valid) }

// CanonFloat returns a with 0 for -0, null for NaN and infinities.
func CanonFloat(a Float) Float { return finite(a.V+0, a.Valid) }

// AddDec returns a + b, which have one scale, null at 10^precision and above.
func AddDec(a, b Dec, precision int) Dec {
	c := a.V.Add(b.V)
	// Two of 38 digits may leave 128 bits: then the sign is wrong.
	ok := (a.V.Hi < 0) != (b.V.Hi < 0) || (c.Hi < 0) == (a.V.Hi < 0)
	return checked(c, a.Valid && b.Valid && ok && c.Fits(precision))
}

// SubDec returns a - b, which have one scale, null at 10^precision and above.
func SubDec(a, b Dec, precision int) Dec { return AddDec(a, NegDec(b), precision) }

// MulDec returns a * b, whose scale is the sum of theirs, null at 10^precision and above.
func MulDec(a, b Dec, precision int) Dec {
	c, ok := a.V.Mul(b.V)
	return checked(c, a.Valid && b.Valid && ok && c.Fits(precision))
}

// NegDec returns -a.
func NegDec(a Dec) Dec { return checked(a.V.Neg(), a.Valid) }

// AbsDec returns |a|.
func AbsDec(a Dec) Dec { return checked(a.V.Abs(), a.Valid) }
