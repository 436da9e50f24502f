package window

import "github.com/featc-lang/featc/runtime"

// KeyIter goes through the keys of a Keyed in ascending order. It starts before the
// first; nothing may be added or taken out meanwhile.
type KeyIter[K, V any, P Accumulator[V]] struct {
	of       *Keyed[K, V, P]
	block, i int
}

// Iter returns an iterator before the first key.
func (s *Keyed[K, V, P]) Iter() KeyIter[K, V, P] { return KeyIter[K, V, P]{of: s, i: -1} }

// Next goes to the next key, and reports whether there is one.
func (it *KeyIter[K, V, P]) Next() bool {
	if it.block == len(it.of.blocks) {
		return false
	}
	if it.i++; it.i == len(it.of.blocks[it.block].keys) {
		it.block, it.i = it.block+1, 0
	}
	return it.block < len(it.of.blocks)
}

// NextOther goes to the next key that is not the same as the one it is at.
func (it *KeyIter[K, V, P]) NextOther(same func(a, b K) bool) bool {
	if it.i < 0 {
		return it.Next()
	}
	for was := it.Key(); it.Next(); {
		if !same(was, it.Key()) {
			return true
		}
	}
	return false
}

func (it *KeyIter[K, V, P]) at() *keyOf[K, V] { return &it.of.blocks[it.block].keys[it.i] }

// Key returns the key.
func (it *KeyIter[K, V, P]) Key() K { return it.at().key }

// Count returns how many rows have the key.
func (it *KeyIter[K, V, P]) Count() int64 { return it.at().rows }

// Value returns what is added up for the key.
func (it *KeyIter[K, V, P]) Value() P { return &it.at().value }

// Following returns the key after this one, null after the last.
func (it *KeyIter[K, V, P]) Following() runtime.Null[K] {
	next := *it
	if !next.Next() {
		return runtime.Null[K]{}
	}
	return runtime.Some(next.Key())
}
