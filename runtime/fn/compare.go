package fn

import (
	"cmp"
	"slices"

	"github.com/featc-lang/featc/runtime"
	"github.com/featc-lang/featc/runtime/exact"
)

// Eq returns a = b.
func Eq[T comparable](a, b runtime.Null[T]) Bool { return checked(a.V == b.V, a.Valid && b.Valid) }

// Ne returns a != b.
func Ne[T comparable](a, b runtime.Null[T]) Bool { return checked(a.V != b.V, a.Valid && b.Valid) }

// Lt returns a < b; strings bytewise.
func Lt[T cmp.Ordered](a, b runtime.Null[T]) Bool { return checked(a.V < b.V, a.Valid && b.Valid) }

// Le returns a <= b.
func Le[T cmp.Ordered](a, b runtime.Null[T]) Bool { return checked(a.V <= b.V, a.Valid && b.Valid) }

// Gt returns a > b.
func Gt[T cmp.Ordered](a, b runtime.Null[T]) Bool { return Lt(b, a) }

// Ge returns a >= b.
func Ge[T cmp.Ordered](a, b runtime.Null[T]) Bool { return Le(b, a) }

// LtDec returns a < b, which have one scale.
func LtDec(a, b Dec) Bool { return checked(a.V.Compare(b.V) < 0, a.Valid && b.Valid) }

// LeDec returns a <= b.
func LeDec(a, b Dec) Bool { return checked(a.V.Compare(b.V) <= 0, a.Valid && b.Valid) }

// GtDec returns a > b.
func GtDec(a, b Dec) Bool { return LtDec(b, a) }

// GeDec returns a >= b.
func GeDec(a, b Dec) Bool { return LeDec(b, a) }

// In returns whether a is one of the values.
func In[T comparable](a runtime.Null[T], values ...T) Bool {
	return checked(slices.Contains(values, a.V), a.Valid)
}

// Least returns the smallest operand.
func Least[T cmp.Ordered](first runtime.Null[T], rest ...runtime.Null[T]) runtime.Null[T] {
	return pick(cmp.Less[T], first, rest)
}

// Greatest returns the largest operand.
func Greatest[T cmp.Ordered](first runtime.Null[T], rest ...runtime.Null[T]) runtime.Null[T] {
	return pick(func(a, b T) bool { return cmp.Less(b, a) }, first, rest)
}

// LeastDec returns the smallest operand; all have one scale.
func LeastDec(first Dec, rest ...Dec) Dec { return pick(Less128, first, rest) }

// GreatestDec returns the largest operand; all have one scale.
func GreatestDec(first Dec, rest ...Dec) Dec { return pick(Greater128, first, rest) }

// pick returns the first of the operands that no other beats.
func pick[T any](beats func(a, b T) bool, best runtime.Null[T], rest []runtime.Null[T]) runtime.Null[T] {
	for _, x := range rest {
		if !best.Valid || !x.Valid {
			return runtime.Null[T]{}
		}
		if beats(x.V, best.V) {
			best = x
		}
	}
	return best
}

// Less returns a < b, for windows that keep the smallest value.
func Less[T cmp.Ordered](a, b T) bool { return a < b }

// Greater returns a > b, for windows that keep the largest value.
func Greater[T cmp.Ordered](a, b T) bool { return a > b }

// LessBool is Less for bools: false before true.
func LessBool(a, b bool) bool { return !a && b }

// Less128 is Less for decimals of one scale.
func Less128(a, b exact.Int128) bool { return a.Compare(b) < 0 }

// Greater128 is Greater for decimals of one scale.
func Greater128(a, b exact.Int128) bool { return a.Compare(b) > 0 }

// Order compares for tie orders: nulls first, then ascending.
func Order[T cmp.Ordered](a, b runtime.Null[T]) int {
	if !a.Valid || !b.Valid {
		return OrderBool(a.Valid, b.Valid)
	}
	return cmp.Compare(a.V, b.V)
}

// OrderDec is Order for decimals of one scale.
func OrderDec(a, b Dec) int {
	if !a.Valid || !b.Valid {
		return OrderBool(a.Valid, b.Valid)
	}
	return a.V.Compare(b.V)
}

// OrderNullBool is Order for bools: null, false, true.
func OrderNullBool(a, b Bool) int {
	if !a.Valid || !b.Valid {
		return OrderBool(a.Valid, b.Valid)
	}
	return OrderBool(a.V, b.V)
}

// OrderBool compares false before true.
func OrderBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	default:
		return 1
	}
}
