package fn

import (
	"math"

	"github.com/featc-lang/featc/runtime"
	"github.com/featc-lang/featc/runtime/exact"
)

// IntToFloat returns the float nearest to a, ties to even.
func IntToFloat(a Int) Float { return checked(float64(a.V), a.Valid) }

// IntToDec returns a as a decimal of the precision and scale.
func IntToDec(a Int, precision, scale int) Dec {
	return DecRescale(checked(exact.FromInt64(a.V), a.Valid), precision, scale)
}

// DecToFloat returns the decimal a of the scale as a float, by exact.Int128.Float64.
func DecToFloat(a Dec, scale int) Float { return checked(a.V.Float64(scale), a.Valid) }

// DecRescale returns a with its scale grown by the digits, null where it does
// not fit the precision then.
func DecRescale(a Dec, precision, digits int) Dec {
	c, ok := a.V.Mul(exact.Pow10(digits))
	return checked(c, a.Valid && ok && c.Fits(precision))
}

// DecToInt returns the decimal a of the scale without its fraction.
func DecToInt(a Dec, scale int) Int {
	q, _ := a.V.QuoRem64(int64(exact.Pow10(scale).Lo))
	i, ok := q.Int64()
	return checked(i, a.Valid && ok)
}

// FloatToInt returns a without its fraction.
func FloatToInt(a Float) Int {
	if !a.Valid || !(a.V >= math.MinInt64 && a.V < -math.MinInt64) {
		return Int{}
	}
	return runtime.Some(int64(a.V))
}
