package collection

import (
	"github.com/featc-lang/featc/runtime"
	"github.com/featc-lang/featc/runtime/value"
)

// comparableElement is what equality of elements needs beside being one.
type comparableElement interface {
	comparable
	Element
}

// Length returns how many elements a list, or keys a map, has.
func Length[C interface{ Len() int }](c runtime.Null[C]) runtime.Null[int64] {
	if !c.Valid {
		return runtime.Null[int64]{}
	}
	return runtime.Some(int64(c.V.Len()))
}

// Contains returns whether an element of a list equals x. A null element equals nothing.
func Contains[T comparableElement](l runtime.Null[List[T]], x runtime.Null[T]) runtime.Null[bool] {
	if !l.Valid || !x.Valid {
		return runtime.Null[bool]{}
	}
	for e := range l.V.All {
		if e.Valid && e.V == x.V {
			return runtime.Some(true)
		}
	}
	return runtime.Some(false)
}

// ContainsKey returns whether a map has a key.
func ContainsKey[K comparableElement, V Element](m runtime.Null[Map[K, V]], key runtime.Null[K]) runtime.Null[bool] {
	if !m.Valid || !key.Valid {
		return runtime.Null[bool]{}
	}
	for k := range m.V.All {
		if k == key.V {
			return runtime.Some(true)
		}
	}
	return runtime.Some(false)
}

// Of returns what a map has for a key, null where that is nothing.
func Of[K comparableElement, V Element](m runtime.Null[Map[K, V]], key runtime.Null[K]) runtime.Null[V] {
	if m.Valid && key.Valid {
		for k, v := range m.V.All {
			if k == key.V {
				return v
			}
		}
	}
	return runtime.Null[V]{}
}

// Number returns element i of a list, from 1, or from -1 backwards; null where there
// is none.
func Number[T Element](l runtime.Null[List[T]], i runtime.Null[int64]) runtime.Null[T] {
	if !l.Valid || !i.Valid {
		return runtime.Null[T]{}
	}
	at := i.V - 1
	if i.V < 0 {
		at = int64(l.V.Len()) + i.V
	}
	if at >= 0 {
		for e := range l.V.All {
			if at == 0 {
				return e
			}
			at--
		}
	}
	return runtime.Null[T]{}
}

// NumberOf is Number of a vector.
func NumberOf(v runtime.Null[Vector], i runtime.Null[int64]) runtime.Null[float64] {
	n := int64(v.V.Len())
	switch {
	case !v.Valid || !i.Valid:
	case i.V >= 1 && i.V <= n:
		return runtime.Some(v.V.At(int(i.V - 1)))
	case i.V <= -1 && i.V >= -n:
		return runtime.Some(v.V.At(int(n + i.V)))
	}
	return runtime.Null[float64]{}
}

// Keys returns the keys of a map, ascending.
func Keys[K, V Element](m runtime.Null[Map[K, V]]) runtime.Null[List[K]] {
	return runtime.Null[List[K]]{V: List[K](side(string(m.V), true)), Valid: m.Valid}
}

// Values returns the values of a map, in the order of its keys.
func Values[K, V Element](m runtime.Null[Map[K, V]]) runtime.Null[List[V]] {
	return runtime.Null[List[V]]{V: List[V](side(string(m.V), false)), Valid: m.Valid}
}

// side is every other element of an encoded map: its keys, or its values.
func side(s string, keys bool) string {
	b := make([]byte, 0, len(s))
	for take := keys; ; take = !take {
		_, rest, ok := value.NextElement(s)
		if !ok {
			return string(b)
		}
		if take {
			b = append(b, s[:len(s)-len(rest)]...)
		}
		s = rest
	}
}
