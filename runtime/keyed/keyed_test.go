package keyed

import (
	"sync"
	"testing"

	"github.com/featc-lang/featc/runtime"
)

// Run with -race: states are only touched under their locks.
func TestConcurrentUse(t *testing.T) {
	const workers, keys, rounds = 8, 100, 50
	var m Map[int, int]
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for range rounds {
				for k := range keys {
					s := m.Write(k)
					*s.State++
					s.Unlock()
					r := m.Read(runtime.Some(k))
					_ = *r.State
					r.Unlock()
				}
			}
		})
	}
	wg.Wait()
	if got := m.Len(); got != keys {
		t.Fatalf("%d keys, want %d", got, keys)
	}
	m.Each(func(k int, s *int) {
		if *s != workers*rounds {
			t.Errorf("key %d has %d, want %d", k, *s, workers*rounds)
		}
	})
}

func TestReadOfNothing(t *testing.T) {
	var m Map[string, int]
	s := m.Write("a")
	*s.State = 7
	s.Unlock()
	for _, key := range []runtime.Null[string]{{}, runtime.Some("b")} {
		r := m.Read(key)
		if *r.State != 0 {
			t.Errorf("state of %v is %d", key, *r.State)
		}
		r.Unlock()
	}
	if got := m.Len(); got != 1 {
		t.Errorf("reads made states: %d keys", got)
	}
}

func TestStage(t *testing.T) {
	var m Map[int, int]
	m.Write(1).Unlock()
	two := 2
	staged := m.Stage(1)
	staged.Add(2, &two)
	if m.Len() != 1 {
		t.Error("staged states are there before they are installed")
	}
	staged.Install(Expired[int]{})
	got := map[int]int{}
	m.Each(func(k int, s *int) { got[k] = *s })
	if len(got) != 1 || got[2] != 2 {
		t.Errorf("states are %v, want only 2", got)
	}
}

// A key whose state was dropped is, read and written anew, one that has expired.
func TestExpire(t *testing.T) {
	type state struct {
		last    int64
		expired runtime.Null[int64]
	}
	of := func(s *state, at int64) bool {
		s.expired = runtime.Some(at)
		return s.last < at
	}
	var m Map[int64, state]
	for last := range int64(10) {
		s := m.Write(last)
		s.State.last = last
		s.Unlock()
	}
	m.Expire(6, of)
	if got := m.Len(); got != 4 {
		t.Errorf("%d keys are left, want 4", got)
	}
	m.Expire(5, of) // back in time
	if got := m.Expired(); got != runtime.Some[int64](6) {
		t.Errorf("expired at %v, want 6", got)
	}
	r := m.Read(runtime.Some[int64](1))
	if r.State.expired != runtime.Some[int64](6) {
		t.Errorf("a key without a state expired at %v, want 6", r.State.expired)
	}
	r.Unlock()
	w := m.Write(1)
	if w.State.expired != runtime.Some[int64](6) {
		t.Errorf("a new state expired at %v, want 6", w.State.expired)
	}
	w.Unlock()
}
