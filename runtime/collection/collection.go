// Package collection has lists, maps and vectors as generated operators hold
// them. Each is a string, which nothing can change: what is read of an operator
// shares its memory and cannot be written through, and reading copies nothing.
// Values compare with ==. The zero value is empty.
//
//	v := collection.VectorOf(0.25, -1)     // to apply
//	floats = vector.Floats.Append(floats[:0]) // to read into room of the caller's
package collection

import (
	"math"
	"unicode/utf8"

	"github.com/featc-lang/featc/runtime"
	"github.com/featc-lang/featc/runtime/codec"
	"github.com/featc-lang/featc/runtime/exact"
	"github.com/featc-lang/featc/runtime/value"
)

// Element is what may be in a list: of the language's types, bool, int64,
// float64, decimal, string, and timestamp, date and duration as int64. Lists,
// maps and vectors within others are strings of their own types.
type Element interface {
	~bool | ~int64 | ~float64 | ~string | exact.Int128
}

// List is a list of elements, each of which may be null.
type List[T Element] string

// ListOf returns a list without nulls.
func ListOf[T Element](kind value.Kind, elements ...T) List[T] {
	var b []byte
	for _, e := range elements {
		b = value.AppendElement(b, dynamic(kind, e))
	}
	return List[T](b)
}

// ListOfNulls returns a list of elements that may be null.
func ListOfNulls[T Element](kind value.Kind, elements ...runtime.Null[T]) List[T] {
	var b []byte
	for _, e := range elements {
		v := value.Null
		if e.Valid {
			v = dynamic(kind, e.V)
		}
		b = value.AppendElement(b, v)
	}
	return List[T](b)
}

// All ranges over the elements.
func (l List[T]) All(yield func(runtime.Null[T]) bool) {
	for v := range (value.Value{Kind: value.List, S: string(l)}).Elements {
		if !yield(static[T](v)) {
			return
		}
	}
}

// Append appends the elements to a slice.
func (l List[T]) Append(to []runtime.Null[T]) []runtime.Null[T] {
	for e := range l.All {
		to = append(to, e)
	}
	return to
}

// Len returns how many elements there are.
func (l List[T]) Len() (n int) {
	for range l.All {
		n++
	}
	return n
}

// Map is a map, ascending by key; values may be null.
type Map[K, V Element] string

// MapOf returns a map.
func MapOf[K interface {
	comparable
	Element
}, V Element](key, kind value.Kind, m map[K]runtime.Null[V]) Map[K, V] {
	var pairs []value.Pair
	for k, v := range m {
		p := value.Pair{Key: dynamic(key, k)}
		if v.Valid {
			p.Value = dynamic(kind, v.V)
		}
		if !p.Key.IsNull() {
			pairs = append(pairs, p)
		}
	}
	return Map[K, V](value.OfMap(pairs...).S)
}

// All ranges over the keys and values, ascending by key.
func (m Map[K, V]) All(yield func(K, runtime.Null[V]) bool) {
	for k, v := range (value.Value{Kind: value.Map, S: string(m)}).Pairs {
		if !yield(static[K](k).V, static[V](v)) {
			return
		}
	}
}

// Len returns how many keys there are.
func (m Map[K, V]) Len() (n int) {
	for range m.All {
		n++
	}
	return n
}

// Vector is a number of float64, none of them null.
type Vector string

// VectorOf returns a vector. With a float that is not finite it is no vector:
// operators take one without elements for null.
func VectorOf(floats ...float64) Vector {
	b := make([]byte, 0, 8*len(floats))
	for _, f := range floats {
		if math.IsNaN(f) || math.IsInf(f, 0) {
			return ""
		}
		b = value.AppendFloat(b, f+0) // -0 + 0 is 0
	}
	return Vector(b)
}

// Len returns how many elements there are.
func (v Vector) Len() int { return len(v) / 8 }

// At returns element i, from 0.
func (v Vector) At(i int) float64 { return value.FloatAt(string(v), i) }

// Append appends the elements to a slice.
func (v Vector) Append(to []float64) []float64 {
	for i := range v.Len() {
		to = append(to, v.At(i))
	}
	return to
}

// Sized returns v where it has n elements, else null.
func Sized(v Vector, n int) runtime.Null[Vector] {
	return runtime.Null[Vector]{V: v, Valid: len(v) == 8*n}
}

// SizedOrNull is Sized of what may be null.
func SizedOrNull(v runtime.Null[Vector], n int) runtime.Null[Vector] {
	if !v.Valid {
		return v
	}
	return Sized(v.V, n)
}

// Append appends a list, map or vector for a snapshot.
func Append[S ~string](b []byte, s S) []byte { return codec.AppendString(b, string(s)) }

// Read reads what Append wrote.
func Read[S ~string](d *codec.Reader) S { return S(d.String()) }

// FromValue returns a dynamic list, map or vector.
func FromValue[S ~string](v value.Value) S { return S(v.S) }

// ListValue returns a list as a dynamic value.
func ListValue[S ~string](s S) value.Value { return value.Value{Kind: value.List, S: string(s)} }

// MapValue returns a map as a dynamic value.
func MapValue[S ~string](s S) value.Value { return value.Value{Kind: value.Map, S: string(s)} }

// VectorValue returns a vector as a dynamic value.
func VectorValue[S ~string](s S) value.Value { return value.Value{Kind: value.Vector, S: string(s)} }

// dynamic is an element as a value: null where it is a float that is not finite,
// or text that is not UTF-8.
func dynamic[T Element](kind value.Kind, e T) value.Value {
	switch e := any(e).(type) {
	case bool:
		return value.OfBool(e)
	case float64:
		if math.IsNaN(e) || math.IsInf(e, 0) {
			return value.Null
		}
		return value.OfFloat64(e + 0)
	case int64:
		return value.Value{Kind: kind, I: e}
	case exact.Int128:
		return value.OfDecimal(e.Hi, e.Lo)
	case string:
		if kind == value.String && !utf8.ValidString(e) {
			return value.Null
		}
		return value.Value{Kind: kind, S: e}
	case interface{ encoded() string }:
		return value.Value{Kind: kind, S: e.encoded()}
	}
	return value.Null
}

func (l List[T]) encoded() string   { return string(l) }
func (m Map[K, V]) encoded() string { return string(m) }
func (v Vector) encoded() string    { return string(v) }

// static is the opposite of dynamic.
func static[T Element](v value.Value) (out runtime.Null[T]) {
	if v.IsNull() {
		return out
	}
	out.Valid = true
	switch to := any(&out.V).(type) {
	case *bool:
		*to = v.Bool()
	case *float64:
		*to = v.Float64()
	case *int64:
		*to = v.I
	case *exact.Int128:
		*to = exact.Int128{Hi: v.Hi, Lo: uint64(v.I)}
	case *string:
		*to = v.S
	case interface{ decode(string) }:
		to.decode(v.S)
	}
	return out
}

func (l *List[T]) decode(s string)   { *l = List[T](s) }
func (m *Map[K, V]) decode(s string) { *m = Map[K, V](s) }
func (v *Vector) decode(s string)    { *v = Vector(s) }
