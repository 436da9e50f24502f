package exact

import (
	"math"
	"math/bits"

	"github.com/featc-lang/featc/runtime"
	"github.com/featc-lang/featc/runtime/codec"
)

// IntSum is the exact sum of int64 values; its result is a 128-bit integer.
type IntSum struct {
	sum Int128
	n   int64
}

// Add takes x in.
func (s *IntSum) Add(x int64) { s.sum, s.n = s.sum.Add(FromInt64(x)), s.n+1 }

// Sub takes x out again.
func (s *IntSum) Sub(x int64) { s.sum, s.n = s.sum.Sub(FromInt64(x)), s.n-1 }

// Merge takes in all that is in t.
func (s *IntSum) Merge(t *IntSum) { s.sum, s.n = s.sum.Add(t.sum), s.n+t.n }

// Unmerge takes all that is in t out again.
func (s *IntSum) Unmerge(t *IntSum) { s.sum, s.n = s.sum.Sub(t.sum), s.n-t.n }

// Value returns the sum, null where nothing is in it.
func (s *IntSum) Value() runtime.Null[Int128] {
	if s.n == 0 {
		return runtime.Null[Int128]{}
	}
	return runtime.Some(s.sum)
}

// Append appends the encoding of s.
func (s *IntSum) Append(b []byte) []byte { return codec.AppendInt64(AppendInt128(b, s.sum), s.n) }

// Read decodes what Append wrote.
func (s *IntSum) Read(r *codec.Reader) { s.sum, s.n = ReadInt128(r), r.Int64() }

// DecimalSum is the exact sum of decimals of one scale. It is kept in 192 bits:
// two decimals of 38 digits leave 128.
type DecimalSum struct {
	top int64
	low [2]uint64 // most significant first
	n   int64
}

// Add takes x in.
func (s *DecimalSum) Add(x Int128) {
	var c uint64
	s.low[1], c = bits.Add64(s.low[1], x.Lo, 0)
	s.low[0], c = bits.Add64(s.low[0], uint64(x.Hi), c)
	s.top += x.Hi>>63 + int64(c)
	s.n++
}

// Sub takes x out again.
func (s *DecimalSum) Sub(x Int128) {
	var c uint64
	s.low[1], c = bits.Sub64(s.low[1], x.Lo, 0)
	s.low[0], c = bits.Sub64(s.low[0], uint64(x.Hi), c)
	s.top -= x.Hi>>63 + int64(c)
	s.n--
}

// Merge takes in all that is in t.
func (s *DecimalSum) Merge(t *DecimalSum) {
	var c uint64
	s.low[1], c = bits.Add64(s.low[1], t.low[1], 0)
	s.low[0], c = bits.Add64(s.low[0], t.low[0], c)
	s.top += t.top + int64(c)
	s.n += t.n
}

// Unmerge takes all that is in t out again.
func (s *DecimalSum) Unmerge(t *DecimalSum) {
	var c uint64
	s.low[1], c = bits.Sub64(s.low[1], t.low[1], 0)
	s.low[0], c = bits.Sub64(s.low[0], t.low[0], c)
	s.top -= t.top + int64(c)
	s.n -= t.n
}

// Value returns the sum, null where nothing is in it or it has more than 38 digits.
func (s *DecimalSum) Value() runtime.Null[Int128] {
	v := Int128{Hi: int64(s.low[0]), Lo: s.low[1]}
	if s.n == 0 || s.top != v.Hi>>63 || !v.Fits(MaxPrecision) {
		return runtime.Null[Int128]{}
	}
	return runtime.Some(v)
}

// Append appends the encoding of s.
func (s *DecimalSum) Append(b []byte) []byte {
	b = codec.AppendInt64(b, s.top)
	b = codec.AppendUint64(codec.AppendUint64(b, s.low[0]), s.low[1])
	return codec.AppendInt64(b, s.n)
}

// Read decodes what Append wrote.
func (s *DecimalSum) Read(r *codec.Reader) {
	s.top, s.low[0], s.low[1] = r.Int64(), r.Uint64(), r.Uint64()
	s.n = r.Int64()
}

// FloatSum is the sum of float64 values as a fixed-point number with quantum
// 2^-60, in two limbs that are summed as integers. So it does not depend on
// order, and what was added can be taken out again.
type FloatSum struct {
	hi, lo Int128
	n      int64
}

// limit is the magnitude from which a float is not summed: its limb would not fit.
const limit = 1 << 62

// quantum is the number of units of lo in one of hi.
const quantum = 1 << 60

// split returns the limbs of x, and false where x is not finite or too large.
func split(x float64) (hi, lo Int128, ok bool) {
	if !(math.Abs(x) < limit) {
		return hi, lo, false
	}
	whole := math.Trunc(x)
	return FromInt64(int64(whole)), FromInt64(int64((x - whole) * quantum)), true
}

// Add takes x in. What is not finite, or 2^62 and more in magnitude, is skipped.
func (s *FloatSum) Add(x float64) {
	if hi, lo, ok := split(x); ok {
		s.hi, s.lo, s.n = s.hi.Add(hi), s.lo.Add(lo), s.n+1
	}
}

// Sub takes x out again, where Add took it in.
func (s *FloatSum) Sub(x float64) {
	if hi, lo, ok := split(x); ok {
		s.hi, s.lo, s.n = s.hi.Sub(hi), s.lo.Sub(lo), s.n-1
	}
}

// Merge takes in all that is in t.
func (s *FloatSum) Merge(t *FloatSum) {
	s.hi, s.lo, s.n = s.hi.Add(t.hi), s.lo.Add(t.lo), s.n+t.n
}

// Unmerge takes all that is in t out again.
func (s *FloatSum) Unmerge(t *FloatSum) {
	s.hi, s.lo, s.n = s.hi.Sub(t.hi), s.lo.Sub(t.lo), s.n-t.n
}

// Units returns the sum as an integer in units of 2^-60, null where nothing is in
// it or its magnitude is 2^123 or more.
func (s *FloatSum) Units() runtime.Null[Int128] {
	if s.n == 0 || s.hi.Hi > 0 || s.hi.Hi < -1 || s.hi == (Int128{Hi: -1}) {
		return runtime.Null[Int128]{} // |hi| >= 2^64
	}
	q := s.hi.Lsh(60).Add(s.lo)
	if hi, _ := q.magnitude(); hi >= 1<<59 {
		return runtime.Null[Int128]{} // |q| >= 2^123
	}
	return runtime.Some(q)
}

// Value returns the sum, null where nothing is in it or its magnitude is 2^63
// or more.
func (s *FloatSum) Value() runtime.Null[float64] {
	units := s.Units()
	if !units.Valid {
		return runtime.Null[float64]{}
	}
	q := units.V
	hi, lo := q.magnitude()
	f := float64(int64(hi<<4|lo>>60)) + float64(float64(int64(lo%quantum))*(1.0/quantum))
	if q.Hi < 0 {
		f = -f // rounding is symmetric
	}
	return runtime.Some(f)
}

// Append appends the encoding of s.
func (s *FloatSum) Append(b []byte) []byte {
	return codec.AppendInt64(AppendInt128(AppendInt128(b, s.hi), s.lo), s.n)
}

// Read decodes what Append wrote.
func (s *FloatSum) Read(r *codec.Reader) {
	s.hi, s.lo = ReadInt128(r), ReadInt128(r)
	s.n = r.Int64()
}
