package collection

import (
	"math"

	"github.com/featc-lang/featc/runtime"
	"github.com/featc-lang/featc/runtime/codec"
	"github.com/featc-lang/featc/runtime/exact"
	"github.com/featc-lang/featc/runtime/value"
	"github.com/featc-lang/featc/runtime/window"
)

// LargestMagnitude returns the largest magnitude among the elements of a vector.
func LargestMagnitude(v runtime.Null[Vector]) runtime.Null[float64] {
	largest := 0.0
	for i := range v.V.Len() {
		largest = max(largest, math.Abs(v.V.At(i)))
	}
	return runtime.Null[float64]{V: largest, Valid: v.Valid}
}

// Divide returns a vector with each element divided by a number; null where that is
// zero, or a quotient is not finite.
func Divide(v runtime.Null[Vector], by runtime.Null[float64]) runtime.Null[Vector] {
	if !v.Valid || !by.Valid || by.V == 0 {
		return runtime.Null[Vector]{}
	}
	b := make([]byte, 0, len(v.V))
	for i := range v.V.Len() {
		q := v.V.At(i) / by.V
		if q-q != 0 {
			return runtime.Null[Vector]{}
		}
		b = value.AppendFloat(b, q+0) // -0 + 0 is 0
	}
	return runtime.Some(Vector(b))
}

// Sum is the exact sum of vectors by element, as exact.FloatSum is of floats.
// All of them have one length, and no element has a magnitude of 2^62 or more. The zero
// Sum has none.
type Sum struct {
	elements []exact.FloatSum
	made     made
}

// Add takes v in.
func (s *Sum) Add(v Vector) {
	s.size(v.Len())
	for i := range s.elements {
		s.elements[i].Add(v.At(i))
	}
}

// Sub takes v out again.
func (s *Sum) Sub(v Vector) {
	s.size(v.Len())
	for i := range s.elements {
		s.elements[i].Sub(v.At(i))
	}
}

// Merge takes in all that is in t.
func (s *Sum) Merge(t *Sum) {
	s.size(len(t.elements))
	for i := range t.elements {
		s.elements[i].Merge(&t.elements[i])
	}
}

// Unmerge takes all that is in t out again.
func (s *Sum) Unmerge(t *Sum) {
	s.size(len(t.elements))
	for i := range t.elements {
		s.elements[i].Unmerge(&t.elements[i])
	}
}

func (s *Sum) size(n int) {
	if s.elements == nil && n > 0 {
		s.elements = make([]exact.FloatSum, n)
	}
}

// Value returns the sum, null where nothing is in it or an element has a magnitude of
// 2^63 or more.
func (s *Sum) Value() runtime.Null[Vector] {
	s.made.reset()
	for i := range s.elements {
		x := s.elements[i].Value()
		if !x.Valid {
			return runtime.Null[Vector]{}
		}
		s.made.add(x.V)
	}
	return s.made.value()
}

// Append appends the encoding of s.
func (s *Sum) Append(b []byte) []byte {
	b = codec.AppendUint64(b, uint64(len(s.elements)))
	for i := range s.elements {
		b = s.elements[i].Append(b)
	}
	return b
}

// Read decodes what Append wrote.
func (s *Sum) Read(d *codec.Reader) {
	s.elements = nil
	for range d.Len() {
		var x exact.FloatSum
		x.Read(d)
		s.elements = append(s.elements, x)
	}
}

// Extreme keeps the smallest or largest of each element of the vectors of a window, as
// window.Extreme does of values.
type Extreme struct {
	elements []window.Extreme[float64]
	made     made
}

// Push takes in the vector of a row; see window.Extreme.
func (m *Extreme) Push(time int64, v Vector, better func(a, b float64) bool) {
	if m.elements == nil {
		m.elements = make([]window.Extreme[float64], v.Len())
	}
	for i := range m.elements {
		m.elements[i].Push(time, v.At(i), better)
	}
}

// Expire lets go of the vectors of rows before an instant.
func (m *Extreme) Expire(before int64) {
	for i := range m.elements {
		m.elements[i].Expire(before)
	}
}

// Reset lets go of all rows, to push them anew.
func (m *Extreme) Reset() {
	for i := range m.elements {
		m.elements[i].Reset()
	}
}

// Value returns the best of each element, null where there is none.
func (m *Extreme) Value() runtime.Null[Vector] {
	m.made.reset()
	for i := range m.elements {
		x := m.elements[i].Value()
		if !x.Valid {
			return runtime.Null[Vector]{}
		}
		m.made.add(x.V)
	}
	return m.made.value()
}

// Fold puts elements of a vector in the place of those that they are better than; of a
// null, all of them.
func Fold(best *runtime.Null[Vector], v Vector, better func(a, b float64) bool) {
	if !best.Valid {
		*best = runtime.Some(v)
		return
	}
	var b []byte // best with those elements, once there is one
	for i := range v.Len() {
		x := v.At(i)
		if !better(x, best.V.At(i)) {
			continue
		}
		if b == nil {
			b = []byte(best.V)
		}
		value.AppendFloat(b[:8*i], x)
	}
	if b != nil {
		best.V = Vector(b)
	}
}

// Better returns the better elements of two vectors, the other one where one is null.
func Better(a, b runtime.Null[Vector], better func(a, b float64) bool) runtime.Null[Vector] {
	if b.Valid {
		Fold(&a, b.V, better)
	}
	return a
}

// made makes a vector element by element. A result that is as the last one takes no
// memory.
type made struct {
	encoded []byte
	last    Vector
}

func (m *made) reset() { m.encoded = m.encoded[:0] }

func (m *made) add(x float64) { m.encoded = value.AppendFloat(m.encoded, x) }

// value returns what was added, null where that is nothing.
func (m *made) value() runtime.Null[Vector] {
	if len(m.encoded) == 0 {
		return runtime.Null[Vector]{}
	}
	if string(m.encoded) != string(m.last) {
		m.last = Vector(m.encoded)
	}
	return runtime.Some(m.last)
}
