// Package runtime is what generated operators stand on: exact arithmetic,
// windows, per-key state, snapshots and the dynamic registry. It uses the
// standard library only and knows nothing of the language or the compiler.
//
// Nothing below keeps global state, reads a clock or starts a goroutine, so
// that the state of one key can live in any keyed store.
package runtime

// Version1 marks this version of the runtime's interface. Generated packages
// refer to it, so that one made for another version does not compile.
const Version1 = true

// Null is a value or null, as database/sql has it. The V of a null is the zero
// value, so that two Nulls are the same exactly when they are ==.
type Null[T any] struct {
	V     T
	Valid bool
}

// Some returns v, not null.
func Some[T any](v T) Null[T] { return Null[T]{V: v, Valid: true} }

// Get returns the value and whether it is one: the zero value and false for null.
func (n Null[T]) Get() (T, bool) {
	if !n.Valid {
		var zero T
		return zero, false
	}
	return n.V, true
}

// Or returns the value, or v where it is null.
func (n Null[T]) Or(v T) T {
	if n.Valid {
		return n.V
	}
	return v
}
