// Package keyed holds the states of many keys, safe for concurrent use: keys
// are spread over shards, each under a lock of its own.
package keyed

import (
	"hash/maphash"
	"sync"

	"github.com/featc-lang/featc/runtime"
)

// shards is the number of locks; a power of two.
const shards = 64

// Map holds a state per key. The zero Map is empty and ready for use; it must
// not be copied.
type Map[K comparable, S any] struct {
	once   sync.Once
	seed   maphash.Seed // spreads keys over shards, nothing else
	shards [shards]shard[K, S]
}

type shard[K comparable, S any] struct {
	sync.Mutex
	states map[K]*S
	empty  S // what a key without state reads; never applied to
}

// Locked is a state under its lock, until Unlock.
type Locked[S any] struct {
	State *S
	mu    *sync.Mutex
}

// Unlock ends the use of the state.
func (l Locked[S]) Unlock() { l.mu.Unlock() }

// Write locks the state of the key, a new one where it has none.
func (m *Map[K, S]) Write(key K) Locked[S] {
	sh := m.shard(key)
	sh.Lock()
	s, ok := sh.states[key]
	if !ok {
		s = new(S)
		if sh.states == nil {
			sh.states = map[K]*S{}
		}
		sh.states[key] = s
	}
	return Locked[S]{s, &sh.Mutex}
}

// Read locks the state of the key, an empty one where it has none or is null.
// No event may be applied to it.
func (m *Map[K, S]) Read(key runtime.Null[K]) Locked[S] {
	if !key.Valid {
		sh := &m.shards[0]
		sh.Lock()
		return Locked[S]{&sh.empty, &sh.Mutex}
	}
	sh := m.shard(key.V)
	sh.Lock()
	if s, ok := sh.states[key.V]; ok {
		return Locked[S]{s, &sh.Mutex}
	}
	return Locked[S]{&sh.empty, &sh.Mutex}
}

// Len returns the number of keys with a state.
func (m *Map[K, S]) Len() int {
	n := 0
	for i := range m.shards {
		sh := &m.shards[i]
		sh.Lock()
		n += len(sh.states)
		sh.Unlock()
	}
	return n
}

// Each calls f for every key and its state, under its lock, in no order.
func (m *Map[K, S]) Each(f func(K, *S)) {
	for i := range m.shards {
		sh := &m.shards[i]
		sh.Lock()
		for k, s := range sh.states {
			f(k, s)
		}
		sh.Unlock()
	}
}

// Replace puts the states in place of those there. The map owns them from then on.
func (m *Map[K, S]) Replace(states map[K]*S) {
	parts := [shards]map[K]*S{}
	for k, s := range states {
		i := m.index(k)
		if parts[i] == nil {
			parts[i] = map[K]*S{}
		}
		parts[i][k] = s
	}
	for i := range m.shards {
		sh := &m.shards[i]
		sh.Lock()
		sh.states = parts[i]
		sh.Unlock()
	}
}

func (m *Map[K, S]) shard(key K) *shard[K, S] { return &m.shards[m.index(key)] }

func (m *Map[K, S]) index(key K) int {
	m.once.Do(func() { m.seed = maphash.MakeSeed() })
	return int(maphash.Comparable(m.seed, key) % shards)
}
