package window

import (
	"math/bits"

	"github.com/featc-lang/featc/runtime"
	"github.com/featc-lang/featc/runtime/codec"
)

// Keyed counts the rows of a window by key, and adds up a V per key. Its keys are
// in ascending order, in blocks that know how many rows they have: a row costs the
// logarithm of the number of keys and a move within a block, a rank the number of
// blocks. Which key is smaller is said with each call and must always be the same.
type Keyed[K, V any, P Accumulator[V]] struct {
	blocks []keyBlock[K, V]
	keys   int
	rows   int64
	gone   V               // of the key that was removed last
	spare  [][]keyOf[K, V] // of blocks that are no more
}

// Accumulator is what a Keyed adds up per key: the sums of package exact, or None.
type Accumulator[V any] interface {
	*V
	Merge(*V)
	Unmerge(*V)
	Append([]byte) []byte
	Read(*codec.Reader)
}

// None is nothing per key beside the count.
type None struct{}

// Merge does nothing.
func (*None) Merge(*None) {}

// Unmerge does nothing.
func (*None) Unmerge(*None) {}

// Append returns b.
func (*None) Append(b []byte) []byte { return b }

// Read does nothing.
func (*None) Read(*codec.Reader) {}

type keyBlock[K, V any] struct {
	keys []keyOf[K, V] // never empty
	rows int64
}

type keyOf[K, V any] struct {
	value V
	key   K
	rows  int64
}

// blockKeys is the most keys of a block.
const blockKeys = 256

// find returns where a key is, or would be.
func (s *Keyed[K, V, P]) find(k K, less func(a, b K) bool) (block, at int, found bool) {
	lo, hi := 0, len(s.blocks) // the last block that does not begin above k
	for lo < hi {
		m := int(uint(lo+hi) >> 1)
		if less(k, s.blocks[m].keys[0].key) {
			hi = m
		} else {
			lo = m + 1
		}
	}
	if lo == 0 {
		return 0, 0, false
	}
	keys := s.blocks[lo-1].keys
	i, j := 0, len(keys)
	for i < j {
		m := int(uint(i+j) >> 1)
		if less(keys[m].key, k) {
			i = m + 1
		} else {
			j = m
		}
	}
	return lo - 1, i, i < len(keys) && !less(k, keys[i].key)
}

// Add takes in a row with a key, and returns what is added up for it.
func (s *Keyed[K, V, P]) Add(k K, less func(a, b K) bool) P { return s.add(k, 1, less) }

// AddRows takes in some rows with a key, and returns what is added up for it.
func (s *Keyed[K, V, P]) AddRows(k K, rows int64, less func(a, b K) bool) P {
	return s.add(k, rows, less)
}

func (s *Keyed[K, V, P]) add(k K, rows int64, less func(a, b K) bool) P {
	b, i, found := s.find(k, less)
	s.rows += rows
	if !found {
		b, i = s.insert(b, i, k)
	}
	s.blocks[b].rows += rows
	e := &s.blocks[b].keys[i]
	e.rows += rows
	return &e.value
}

// insert makes room for a key in a block, and returns where that is.
func (s *Keyed[K, V, P]) insert(b, i int, k K) (block, at int) {
	if len(s.blocks) == 0 {
		s.blocks = append(s.blocks, keyBlock[K, V]{keys: s.room()})
	}
	if len(s.blocks[b].keys) == blockKeys {
		s.split(b)
		if half := blockKeys / 2; i > half {
			b, i = b+1, i-half
		}
	}
	keys := s.blocks[b].keys
	keys = append(keys, keyOf[K, V]{})
	copy(keys[i+1:], keys[i:])
	keys[i] = keyOf[K, V]{key: k}
	s.blocks[b].keys = keys
	s.keys++
	return b, i
}

// split moves the upper half of a full block to a new one behind it.
func (s *Keyed[K, V, P]) split(b int) {
	upper := keyBlock[K, V]{keys: s.room()}
	old := &s.blocks[b]
	upper.keys = append(upper.keys, old.keys[blockKeys/2:]...)
	clear(old.keys[blockKeys/2:])
	old.keys = old.keys[:blockKeys/2]
	for i := range upper.keys {
		upper.rows += upper.keys[i].rows
	}
	old.rows -= upper.rows
	s.blocks = append(s.blocks, keyBlock[K, V]{})
	copy(s.blocks[b+2:], s.blocks[b+1:])
	s.blocks[b+1] = upper
}

// room returns the memory of a block that is no more, or nil.
func (s *Keyed[K, V, P]) room() []keyOf[K, V] {
	n := len(s.spare)
	if n == 0 {
		return nil
	}
	out := s.spare[n-1]
	s.spare = s.spare[:n-1]
	return out
}

// Sub takes out a row with a key that is in, and returns what is added up for it.
func (s *Keyed[K, V, P]) Sub(k K, less func(a, b K) bool) P { return s.sub(k, 1, less) }

func (s *Keyed[K, V, P]) sub(k K, rows int64, less func(a, b K) bool) P {
	b, i, found := s.find(k, less)
	if !found {
		return &s.gone
	}
	s.rows -= rows
	s.blocks[b].rows -= rows
	e := &s.blocks[b].keys[i]
	if e.rows -= rows; e.rows > 0 {
		return &e.value
	}
	s.gone = e.value
	s.remove(b, i)
	return &s.gone
}

func (s *Keyed[K, V, P]) remove(b, i int) {
	keys := s.blocks[b].keys
	copy(keys[i:], keys[i+1:])
	clear(keys[len(keys)-1:])
	s.blocks[b].keys = keys[:len(keys)-1]
	s.keys--
	if len(keys) > 1 {
		return
	}
	s.spare = append(s.spare, keys[:0])
	copy(s.blocks[b:], s.blocks[b+1:])
	clear(s.blocks[len(s.blocks)-1:])
	s.blocks = s.blocks[:len(s.blocks)-1]
}

// Merge takes in all that is in e.
func (s *Keyed[K, V, P]) Merge(e *Keyed[K, V, P], less func(a, b K) bool) {
	for it := e.Iter(); it.Next(); {
		s.add(it.Key(), it.Count(), less).Merge(it.Value())
	}
}

// Unmerge takes all that is in e out again.
func (s *Keyed[K, V, P]) Unmerge(e *Keyed[K, V, P], less func(a, b K) bool) {
	for it := e.Iter(); it.Next(); {
		s.sub(it.Key(), it.Count(), less).Unmerge(it.Value())
	}
}

// Trim takes out all but the first n keys, and their rows out of from, too,
// unless that is nil.
func (s *Keyed[K, V, P]) Trim(n int, from *Keyed[K, V, P], less func(a, b K) bool) {
	for s.keys > n {
		b := len(s.blocks) - 1
		s.drop(b, len(s.blocks[b].keys)-1, from, less)
	}
}

// AddFirst takes in a row with a key where none of the keys that are the same as it
// comes before it, and takes those out which come behind it: of the same keys, s has the
// first alone if all rows are taken in like this. What is not in s for it is taken out of
// from, too, unless that is nil. Keys that are the same are neighbours.
func (s *Keyed[K, V, P]) AddFirst(k K, from *Keyed[K, V, P], same, less func(a, b K) bool) {
	b, i, found := s.find(k, less)
	if !found && i > 0 && same(s.blocks[b].keys[i-1].key, k) {
		if from != nil {
			from.sub(k, 1, less)
		}
		return
	}
	if !found && b < len(s.blocks) && i == len(s.blocks[b].keys) {
		b, i = b+1, 0
	}
	if !found && b < len(s.blocks) && same(s.blocks[b].keys[i].key, k) {
		s.drop(b, i, from, less)
	}
	s.add(k, 1, less)
}

// drop takes a key out with all of its rows, and out of from, too, unless that is nil.
func (s *Keyed[K, V, P]) drop(b, i int, from *Keyed[K, V, P], less func(a, b K) bool) {
	e := &s.blocks[b].keys[i]
	if from != nil {
		from.sub(e.key, e.rows, less).Unmerge(&e.value)
	}
	s.rows -= e.rows
	s.blocks[b].rows -= e.rows
	s.remove(b, i)
}

// First returns the first key, the zero one where there is none.
func (s *Keyed[K, V, P]) First() (k K) {
	if len(s.blocks) > 0 {
		k = s.blocks[0].keys[0].key
	}
	return k
}

// MergeFirst takes in the first n keys of e.
func (s *Keyed[K, V, P]) MergeFirst(e *Keyed[K, V, P], n int, less func(a, b K) bool) {
	for it := e.Iter(); n > 0 && it.Next(); n-- {
		s.add(it.Key(), it.Count(), less).Merge(it.Value())
	}
}

// Len returns the number of different keys.
func (s *Keyed[K, V, P]) Len() int { return s.keys }

// RankUnit is the whole of which a rank is a part.
const RankUnit = 1_000_000_000

// Rank returns the smallest key for which the rows up to it are max(1, ceil(n *
// part / RankUnit)) of n or more; null where there is none. A part is 0 to RankUnit.
func (s *Keyed[K, V, P]) Rank(part int64) runtime.Null[K] {
	high, low := bits.Mul64(uint64(s.rows), uint64(part))
	low, carry := bits.Add64(low, RankUnit-1, 0)
	need, _ := bits.Div64(high+carry, low, RankUnit)
	left := max(1, int64(need))
	for b := range s.blocks {
		if block := &s.blocks[b]; block.rows < left {
			left -= block.rows
			continue
		}
		for i := range s.blocks[b].keys {
			e := &s.blocks[b].keys[i]
			if left -= e.rows; left <= 0 {
				return runtime.Some(e.key)
			}
		}
	}
	return runtime.Null[K]{}
}

// Reset takes everything out.
func (s *Keyed[K, V, P]) Reset() {
	for b := range s.blocks {
		keys := s.blocks[b].keys
		clear(keys)
		s.spare = append(s.spare, keys[:0])
	}
	clear(s.blocks)
	s.blocks, s.keys, s.rows = s.blocks[:0], 0, 0
}

// Append appends the encoding of s, keys by f.
func (s *Keyed[K, V, P]) Append(b []byte, f func([]byte, K) []byte) []byte {
	b = codec.AppendUint64(b, uint64(s.keys))
	for it := s.Iter(); it.Next(); {
		b = it.Value().Append(codec.AppendInt64(f(b, it.Key()), it.Count()))
	}
	return b
}

// Read decodes what Append wrote, keys by f.
func (s *Keyed[K, V, P]) Read(d *codec.Reader, f func(*codec.Reader) K) {
	s.Reset()
	for range d.Len() {
		k, rows := f(d), d.Int64()
		b := len(s.blocks) - 1
		if b < 0 || len(s.blocks[b].keys) == blockKeys {
			s.blocks = append(s.blocks, keyBlock[K, V]{keys: s.room()})
			b++
		}
		block := &s.blocks[b]
		block.keys = append(block.keys, keyOf[K, V]{key: k, rows: rows})
		block.rows += rows
		P(&block.keys[len(block.keys)-1].value).Read(d)
		s.keys++
		s.rows += rows
	}
}
