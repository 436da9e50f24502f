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
	states  map[K]*S
	empty   S // what a key without state reads; never applied to
	expired Expired[S]
}

// Expired says that states were let go of: a key without one may have had one.
type Expired[S any] struct {
	At runtime.Null[int64] // null: none were
	// Of makes a state what it is once no read before an instant is to come, and
	// reports whether it is then as good as none.
	Of func(s *S, at int64) bool
}

func (e *Expired[S]) apply(s *S) {
	if e.At.Valid {
		e.Of(s, e.At.V)
	}
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
		sh.expired.apply(s)
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

// Use calls f for the state of the key, under its lock, and reports whether it has one.
func (m *Map[K, S]) Use(key K, f func(*S)) bool {
	sh := m.shard(key)
	sh.Lock()
	defer sh.Unlock()
	s, ok := sh.states[key]
	if ok {
		f(s)
	}
	return ok
}

// Put makes s, which the map owns from then on, the state of the key.
func (m *Map[K, S]) Put(key K, s *S) {
	sh := m.shard(key)
	sh.Lock()
	defer sh.Unlock()
	if sh.states == nil {
		sh.states = map[K]*S{}
	}
	sh.states[key] = s
}

// Drop leaves the key without a state.
func (m *Map[K, S]) Drop(key K) {
	sh := m.shard(key)
	sh.Lock()
	defer sh.Unlock()
	delete(sh.states, key)
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

// Expire has every state expire at an instant, and drops those that are then as
// good as none. It locks one part of the keys at a time.
func (m *Map[K, S]) Expire(at int64, of func(s *S, at int64) bool) {
	for i := range m.shards {
		sh := &m.shards[i]
		sh.Lock()
		if before := sh.expired.At; !before.Valid || at > before.V {
			sh.expired = Expired[S]{runtime.Some(at), of}
			sh.expired.apply(&sh.empty)
		}
		for k, s := range sh.states {
			if of(s, at) {
				delete(sh.states, k)
			}
		}
		sh.Unlock()
	}
}

// Expired returns the newest instant at which states have expired. Asked for
// after Each, it covers every key that Each did not come by.
func (m *Map[K, S]) Expired() (at runtime.Null[int64]) {
	for i := range m.shards {
		sh := &m.shards[i]
		sh.Lock()
		if e := sh.expired.At; e.Valid && (!at.Valid || e.V > at.V) {
			at = e
		}
		sh.Unlock()
	}
	return at
}

// Staged are states that are to take the place of a map's.
type Staged[K comparable, S any] struct {
	m     *Map[K, S]
	parts [shards]map[K]*S
}

// Stage returns room for about n states, which change nothing before Install.
func (m *Map[K, S]) Stage(n int) *Staged[K, S] {
	st := &Staged[K, S]{m: m}
	for i := range st.parts {
		st.parts[i] = make(map[K]*S, n/shards)
	}
	return st
}

// Add adds a key and its state, which the map owns from then on.
func (st *Staged[K, S]) Add(key K, s *S) { st.parts[st.m.index(key)][key] = s }

// Install puts the staged states in place of those there.
func (st *Staged[K, S]) Install(expired Expired[S]) {
	for i := range st.m.shards {
		sh := &st.m.shards[i]
		sh.Lock()
		var empty S
		expired.apply(&empty)
		sh.states, sh.empty, sh.expired = st.parts[i], empty, expired
		sh.Unlock()
	}
}

func (m *Map[K, S]) shard(key K) *shard[K, S] { return &m.shards[m.index(key)] }

func (m *Map[K, S]) index(key K) int {
	m.once.Do(func() { m.seed = maphash.MakeSeed() })
	return int(maphash.Comparable(m.seed, key) % shards)
}
