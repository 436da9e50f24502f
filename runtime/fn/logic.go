package fn

import "github.com/featc-lang/featc/runtime"

// And is false where either operand is, else null where either is, else true.
func And(a, b Bool) Bool {
	if a.Valid && !a.V || b.Valid && !b.V {
		return runtime.Some(false)
	}
	return checked(true, a.Valid && b.Valid)
}

// Or is true where either operand is, else null where either is, else false.
func Or(a, b Bool) Bool {
	if a.V || b.V { // the V of a null is false
		return runtime.Some(true)
	}
	return checked(false, a.Valid && b.Valid)
}

// Not returns the opposite of a.
func Not(a Bool) Bool { return checked(!a.V, a.Valid) }

// True reports whether a is true, neither false nor null.
func True(a Bool) bool { return a.V }

// If returns a where cond is true, and b where it is false or null.
func If[T any](cond Bool, a, b runtime.Null[T]) runtime.Null[T] {
	if cond.V {
		return a
	}
	return b
}

// Coalesce returns the first operand that is not null.
func Coalesce[T any](operands ...runtime.Null[T]) runtime.Null[T] {
	for _, x := range operands {
		if x.Valid {
			return x
		}
	}
	return runtime.Null[T]{}
}
