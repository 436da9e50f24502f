package registry

import (
	"math"

	"github.com/featc-lang/featc/runtime"
	"github.com/featc-lang/featc/runtime/exact"
	"github.com/featc-lang/featc/runtime/fn"
	"github.com/featc-lang/featc/runtime/value"
)

// Bool returns the bool in v.
func Bool(v value.Value) bool { return v.Bool() }

// Int64 returns the int64, timestamp, date or duration in v.
func Int64(v value.Value) int64 { return v.I }

// Float64 returns the float64 in v, NaN for null.
func Float64(v value.Value) float64 {
	if v.IsNull() {
		return math.NaN()
	}
	return v.Float64()
}

// Decimal returns the unscaled decimal in v.
func Decimal(v value.Value) exact.Int128 {
	hi, lo := v.Decimal()
	return exact.Int128{Hi: hi, Lo: lo}
}

// String returns the string in v, fn.NotText for null.
func String(v value.Value) string {
	if v.IsNull() {
		return fn.NotText
	}
	return v.S
}

// Bytes returns the bytes in v.
func Bytes(v value.Value) string { return v.S }

// Null returns v, by f where it is not null.
func Null[T any](v value.Value, f func(value.Value) T) runtime.Null[T] {
	if v.IsNull() {
		return runtime.Null[T]{}
	}
	return runtime.Some(f(v))
}

// OfDecimal returns the value of an unscaled decimal.
func OfDecimal(d exact.Int128) value.Value { return value.OfDecimal(d.Hi, d.Lo) }

// OfBytes returns the value of bytes.
func OfBytes(s string) value.Value { return value.Value{Kind: value.Bytes, S: s} }

// OfNull returns the value of n, by f where it is not null.
func OfNull[T any](n runtime.Null[T], f func(T) value.Value) value.Value {
	if !n.Valid {
		return value.Null
	}
	return f(n.V)
}
