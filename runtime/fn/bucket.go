package fn

import (
	"cmp"

	"github.com/featc-lang/featc/runtime"
	"github.com/featc-lang/featc/runtime/exact"
)

// NullIf returns a, null where it equals b.
func NullIf[T comparable](a, b runtime.Null[T]) runtime.Null[T] {
	if a.Valid && b.Valid && a.V == b.V {
		return runtime.Null[T]{}
	}
	return a
}

// IsDistinct reports whether a and b differ, where null differs from all but null.
func IsDistinct[T comparable](a, b runtime.Null[T]) bool { return a != b }

// Between returns lo <= a and a <= hi.
func Between[T cmp.Ordered](a, lo, hi runtime.Null[T]) Bool { return And(Le(lo, a), Le(a, hi)) }

// BetweenDec is Between for decimals of one scale.
func BetweenDec(a, lo, hi Dec) Bool { return And(LeDec(lo, a), LeDec(a, hi)) }

// Bucket returns how many of the ascending bounds are not above a.
func Bucket[T cmp.Ordered](a runtime.Null[T], bounds ...T) Int {
	n := 0
	for n < len(bounds) && bounds[n] <= a.V {
		n++
	}
	return checked(int64(n), a.Valid)
}

// BucketDec is Bucket for decimals of one scale.
func BucketDec(a Dec, bounds ...exact.Int128) Int {
	n := 0
	for n < len(bounds) && bounds[n].Compare(a.V) <= 0 {
		n++
	}
	return checked(int64(n), a.Valid)
}
