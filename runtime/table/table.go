// Package table keeps the versions of one key's row of a slowly changing table,
// and finds the one that holds at an instant.
package table

import (
	"sort"

	"github.com/featc-lang/featc/runtime/codec"
)

// Versions are the versions of one row, oldest first. All are kept: an event may
// come late by any time, and looks at its own. The zero Versions has none.
type Versions[R any] struct {
	times []int64
	rows  []R
}

// Len returns the number of versions.
func (v *Versions[R]) Len() int { return len(v.rows) }

// Insert puts a version in its place. Versions of one time are ordered by order;
// one that is there already is not kept twice.
func (v *Versions[R]) Insert(time int64, row R, order func(a, b *R) int) {
	i := len(v.times)
	for ; i > 0 && v.times[i-1] >= time; i-- {
		if v.times[i-1] > time {
			continue
		}
		c := order(&v.rows[i-1], &row)
		if c == 0 {
			return
		}
		if c < 0 {
			break
		}
	}
	var zero R
	v.times, v.rows = append(v.times, 0), append(v.rows, zero)
	copy(v.times[i+1:], v.times[i:])
	copy(v.rows[i+1:], v.rows[i:])
	v.times[i], v.rows[i] = time, row
}

// At returns the newest version whose time is not after at; the zero R where
// there is none.
func (v *Versions[R]) At(at int64) R {
	i := sort.Search(len(v.times), func(i int) bool { return v.times[i] > at })
	if i == 0 {
		var none R
		return none
	}
	return v.rows[i-1]
}

// Append encodes the versions behind b.
func (v *Versions[R]) Append(b []byte, row func(*R, []byte) []byte) []byte {
	b = codec.AppendUint64(b, uint64(len(v.rows)))
	for i := range v.rows {
		b = row(&v.rows[i], codec.AppendInt64(b, v.times[i]))
	}
	return b
}

// Read replaces the versions by those that Append encoded.
func (v *Versions[R]) Read(d *codec.Reader, row func(*R, *codec.Reader)) {
	*v = Versions[R]{}
	for range d.Len() {
		time := d.Int64()
		var r R
		row(&r, d)
		v.times, v.rows = append(v.times, time), append(v.rows, r)
	}
}
