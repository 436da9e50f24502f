// Package exact has the arithmetic that must not depend on order: 128-bit
// integers, and sums of ints, decimals and floats that can be taken apart
// again, bit for bit.
package exact

import (
	"cmp"
	"math"
	"math/bits"
	"strings"

	"github.com/featc-lang/featc/runtime/codec"
)

// Int128 is the signed integer Hi*2^64 + Lo in two's complement. It holds the
// unscaled integer of a decimal, whose scale is its type's. The zero value is 0
// and == compares.
type Int128 struct {
	Hi int64
	Lo uint64
}

// MaxPrecision is the largest number of decimal digits that is computed with.
const MaxPrecision = 38

// powers[i] is 10^i.
var powers = func() (p [MaxPrecision + 1]Int128) {
	p[0] = FromInt64(1)
	for i := 1; i < len(p); i++ {
		p[i], _ = p[i-1].Mul(FromInt64(10))
	}
	return p
}()

// Pow10 returns 10^n for 0 <= n <= 38.
func Pow10(n int) Int128 { return powers[n] }

// FromInt64 returns i.
func FromInt64(i int64) Int128 { return Int128{Hi: i >> 63, Lo: uint64(i)} }

// IsZero reports whether a is 0.
func (a Int128) IsZero() bool { return a == Int128{} }

// Add returns a + b, modulo 2^128.
func (a Int128) Add(b Int128) Int128 {
	lo, carry := bits.Add64(a.Lo, b.Lo, 0)
	hi, _ := bits.Add64(uint64(a.Hi), uint64(b.Hi), carry)
	return Int128{Hi: int64(hi), Lo: lo}
}

// Sub returns a - b, modulo 2^128.
func (a Int128) Sub(b Int128) Int128 {
	lo, borrow := bits.Sub64(a.Lo, b.Lo, 0)
	hi, _ := bits.Sub64(uint64(a.Hi), uint64(b.Hi), borrow)
	return Int128{Hi: int64(hi), Lo: lo}
}

// Neg returns -a; the smallest integer is its own negative.
func (a Int128) Neg() Int128 { return Int128{}.Sub(a) }

// Abs returns |a|; the smallest integer stays as it is.
func (a Int128) Abs() Int128 {
	if a.Hi < 0 {
		return a.Neg()
	}
	return a
}

// Compare returns -1, 0 or 1 as a is less than, equal to or greater than b.
func (a Int128) Compare(b Int128) int {
	if c := cmp.Compare(a.Hi, b.Hi); c != 0 {
		return c
	}
	return cmp.Compare(a.Lo, b.Lo)
}

// Mul returns a * b, and whether it fits.
func (a Int128) Mul(b Int128) (Int128, bool) {
	x, y := a.Abs(), b.Abs()
	if x.Hi != 0 && y.Hi != 0 {
		return Int128{}, false // also where either is the smallest integer
	}
	if x.Hi != 0 {
		x, y = y, x
	}
	carry, lo := bits.Mul64(x.Lo, y.Lo)
	over, hi := bits.Mul64(x.Lo, uint64(y.Hi))
	hi, c := bits.Add64(hi, carry, 0)
	if over != 0 || c != 0 || int64(hi) < 0 {
		return Int128{}, false
	}
	r := Int128{Hi: int64(hi), Lo: lo}
	if (a.Hi < 0) != (b.Hi < 0) {
		r = r.Neg()
	}
	return r, true
}

// Lsh returns a * 2^n for n < 64, modulo 2^128.
func (a Int128) Lsh(n uint) Int128 {
	return Int128{Hi: int64(uint64(a.Hi)<<n | a.Lo>>(64-n)), Lo: a.Lo << n}
}

// magnitude returns |a| as an unsigned pair, right for the smallest integer too.
func (a Int128) magnitude() (hi, lo uint64) {
	a = a.Abs()
	return uint64(a.Hi), a.Lo
}

// QuoRem64 returns a / d, truncated towards zero, and the remainder, which has
// the sign of a. d must be positive.
func (a Int128) QuoRem64(d int64) (Int128, int64) {
	hi, lo := a.magnitude()
	qhi, r := hi/uint64(d), hi%uint64(d)
	qlo, rem := bits.Div64(r, lo, uint64(d))
	q := Int128{Hi: int64(qhi), Lo: qlo}
	if a.Hi < 0 {
		return q.Neg(), -int64(rem)
	}
	return q, int64(rem)
}

// Int64 returns a as an int64, and whether it fits.
func (a Int128) Int64() (int64, bool) {
	return int64(a.Lo), a.Hi == int64(a.Lo)>>63
}

// Fits reports whether |a| < 10^precision.
func (a Int128) Fits(precision int) bool {
	return a.Hi != math.MinInt64 && a.Abs().Compare(powers[precision]) < 0
}

// Float64 returns the decimal a / 10^scale by the one formula that every
// backend uses: three limbs of 43 bits, each exact as a float, joined from the
// top, then one division. scale is 0 to 18.
func (a Int128) Float64(scale int) float64 {
	const limb = 1 << 43
	hi, lo := a.magnitude()
	top := float64(hi >> 22)
	middle := float64((hi<<21 | lo>>43) & (limb - 1))
	bottom := float64(lo & (limb - 1))
	f := float64(top*limb) + middle
	f = float64(f*limb) + bottom
	if scale > 0 {
		f /= float64(powers[scale].Lo)
	}
	if a.Hi < 0 {
		return -f // rounding is symmetric
	}
	return f
}

// Limbs returns a as the sum of three floats that are exact: multiples of 2^86, of
// 2^43 below that, and the rest, each with the sign of a.
func (a Int128) Limbs() (top, middle, bottom float64) {
	const limb = 1 << 43
	hi, lo := a.magnitude()
	top = float64(hi>>22) * (1 << 86)
	middle = float64((hi<<21|lo>>43)&(limb-1)) * limb
	bottom = float64(lo & (limb - 1))
	if a.Hi < 0 {
		return -top, -middle, -bottom
	}
	return top, middle, bottom
}

// Text renders the decimal a / 10^scale with exactly scale digits after the point.
func (a Int128) Text(scale int) string {
	hi, lo := a.magnitude()
	var digits []byte
	for n := 0; hi != 0 || lo != 0 || n <= scale; n++ {
		if n == scale && scale > 0 {
			digits = append(digits, '.')
		}
		var r uint64
		hi, r = hi/10, hi%10
		lo, r = bits.Div64(r, lo, 10)
		digits = append(digits, byte('0'+r))
	}
	var b strings.Builder
	if a.Hi < 0 {
		b.WriteByte('-')
	}
	for i := len(digits) - 1; i >= 0; i-- {
		b.WriteByte(digits[i])
	}
	return b.String()
}

// String renders a as an integer.
func (a Int128) String() string { return a.Text(0) }

// AppendInt128 appends the encoding of a.
func AppendInt128(b []byte, a Int128) []byte {
	return codec.AppendUint64(codec.AppendInt64(b, a.Hi), a.Lo)
}

// ReadInt128 decodes what AppendInt128 wrote.
func ReadInt128(r *codec.Reader) Int128 {
	hi := r.Int64()
	return Int128{Hi: hi, Lo: r.Uint64()}
}
