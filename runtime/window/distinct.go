package window

import (
	"slices"

	"github.com/featc-lang/featc/runtime/codec"
)

// Distinct counts the different values in a window. Floats must not be NaN.
type Distinct[T comparable] struct {
	counts map[T]int64
}

// Add takes v in.
func (d *Distinct[T]) Add(v T) {
	if d.counts == nil {
		d.counts = map[T]int64{}
	}
	d.counts[v]++
}

// Sub takes v out again.
func (d *Distinct[T]) Sub(v T) {
	if n := d.counts[v]; n > 1 {
		d.counts[v] = n - 1
	} else {
		delete(d.counts, v)
	}
}

// Merge takes in all that is in e.
func (d *Distinct[T]) Merge(e *Distinct[T]) {
	if d.counts == nil && len(e.counts) > 0 {
		d.counts = make(map[T]int64, len(e.counts))
	}
	for v, n := range e.counts {
		d.counts[v] += n
	}
}

// Unmerge takes all that is in e out again.
func (d *Distinct[T]) Unmerge(e *Distinct[T]) {
	for v, n := range e.counts {
		if left := d.counts[v] - n; left > 0 {
			d.counts[v] = left
		} else {
			delete(d.counts, v)
		}
	}
}

// Value returns the number of different values.
func (d *Distinct[T]) Value() int64 { return int64(len(d.counts)) }

// Reset takes everything out.
func (d *Distinct[T]) Reset() { clear(d.counts) }

// Append appends the encoding of d, values by f and in order of their encoding.
func (d *Distinct[T]) Append(b []byte, f func([]byte, T) []byte) []byte {
	values := make([]string, 0, len(d.counts))
	for v, n := range d.counts {
		values = append(values, string(codec.AppendInt64(f(nil, v), n)))
	}
	slices.Sort(values)
	b = codec.AppendUint64(b, uint64(len(values)))
	for _, v := range values {
		b = append(b, v...)
	}
	return b
}

// Read decodes what Append wrote, values by f.
func (d *Distinct[T]) Read(r *codec.Reader, f func(*codec.Reader) T) {
	n := r.Len()
	d.counts = make(map[T]int64, n)
	for range n {
		v := f(r)
		d.counts[v] = r.Int64()
	}
}
