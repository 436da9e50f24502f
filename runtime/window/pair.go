package window

import "github.com/featc-lang/featc/runtime"

// Pair is a value of a row with what it is compared by.
type Pair[B, X any] struct {
	By B
	X  X
}

// XOf returns the value of a pair, null for none.
func XOf[B, X any](p runtime.Null[Pair[B, X]]) runtime.Null[X] {
	return runtime.Null[X]{V: p.V.X, Valid: p.Valid}
}
