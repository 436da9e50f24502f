package exact

import (
	"math"

	"github.com/featc-lang/featc/runtime"
	"github.com/featc-lang/featc/runtime/codec"
)

// A fall is the largest difference between a value and a later one, of values that are
// added in order.

// DecimalFall is the fall of decimals of one scale, of at most 37 digits. The zero one is
// of no values.
type DecimalFall struct {
	peak, fall Int128
	some       bool
}

// Add takes in the next value.
func (f *DecimalFall) Add(x Int128) {
	if !f.some || x.Compare(f.peak) > 0 {
		f.peak, f.some = x, true
	}
	if d := f.peak.Sub(x); d.Compare(f.fall) > 0 {
		f.fall = d
	}
}

// Value returns the fall, null where there are no values.
func (f *DecimalFall) Value() runtime.Null[Int128] {
	return runtime.Null[Int128]{V: f.fall, Valid: f.some}
}

// Append appends the encoding of f.
func (f *DecimalFall) Append(b []byte) []byte {
	return AppendInt128(AppendInt128(codec.AppendBool(b, f.some), f.peak), f.fall)
}

// Read decodes what Append wrote.
func (f *DecimalFall) Read(d *codec.Reader) {
	f.some, f.peak, f.fall = d.Bool(), ReadInt128(d), ReadInt128(d)
}

// IntFall is the fall of int64s, which may not fit one.
type IntFall struct{ DecimalFall }

// Add takes in the next value.
func (f *IntFall) Add(x int64) { f.DecimalFall.Add(FromInt64(x)) }

// FloatFall is the fall of finite float64s.
type FloatFall struct {
	peak, fall float64
	some       bool
}

// Add takes in the next value.
func (f *FloatFall) Add(x float64) {
	if !f.some || x > f.peak {
		f.peak, f.some = x, true
	}
	f.fall = max(f.fall, f.peak-x)
}

// Value returns the fall, null where there are no values or it is not finite.
func (f *FloatFall) Value() runtime.Null[float64] {
	if math.IsInf(f.fall, 0) {
		return runtime.Null[float64]{}
	}
	return runtime.Null[float64]{V: f.fall, Valid: f.some}
}

// Append appends the encoding of f.
func (f *FloatFall) Append(b []byte) []byte {
	return codec.AppendFloat64(codec.AppendFloat64(codec.AppendBool(b, f.some), f.peak), f.fall)
}

// Read decodes what Append wrote.
func (f *FloatFall) Read(d *codec.Reader) {
	f.some, f.peak, f.fall = d.Bool(), d.Float64(), d.Float64()
}
