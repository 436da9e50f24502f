package collection

import (
	"github.com/featc-lang/featc/runtime"
	"github.com/featc-lang/featc/runtime/value"
)

// Listing makes a list or a map, element by element. A result that is as the last
// one takes no memory.
type Listing[S ~string] struct {
	encoded []byte
	last    S
}

// Reset starts anew.
func (l *Listing[S]) Reset() { l.encoded = l.encoded[:0] }

// Add adds an element; of a map keys, ascending, and values in turn.
func (l *Listing[S]) Add(v value.Value) { l.encoded = value.AppendElement(l.encoded, v) }

// Value returns what was added, null where that is nothing.
func (l *Listing[S]) Value() runtime.Null[S] {
	if len(l.encoded) == 0 {
		return runtime.Null[S]{}
	}
	if string(l.encoded) != string(l.last) {
		l.last = S(l.encoded)
	}
	return runtime.Some(l.last)
}
