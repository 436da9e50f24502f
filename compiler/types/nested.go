package types

import (
	"sync"

	"github.com/featc-lang/featc/runtime/value"
)

// MaxLength is the most elements that a vector can have.
const MaxLength = 16384

// interned has one pointer for each type that is an element or a key, so that
// types with such pointers compare with ==.
var interned sync.Map // Type to *Type

func intern(t Type) *Type {
	p, _ := interned.LoadOrStore(t, &t)
	return p.(*Type)
}

// List returns list(elem).
func List(elem Type) Type { return Type{Kind: value.List, Elem: intern(elem)} }

// Map returns map(key, elem). Keys are never null.
func Map(key, elem Type) Type {
	return Type{Kind: value.Map, Key: intern(key.NotNull()), Elem: intern(elem)}
}

// Vector returns vector(length): float64 that are never null. Those of
// different models are of different types; "" is that of vectors of which the
// model is not said.
func Vector(length int, model string) Type {
	return Type{Kind: value.Vector, Length: uint16(length), Model: model}
}

// KeyKinds are the kinds that keys of entities and of maps may have: those whose
// equality nobody doubts.
var KeyKinds = []value.Kind{value.Int64, value.String, value.Bool, value.Date, value.Timestamp}
