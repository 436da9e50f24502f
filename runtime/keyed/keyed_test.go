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

func TestReplace(t *testing.T) {
	var m Map[int, int]
	m.Write(1).Unlock()
	two := 2
	m.Replace(map[int]*int{2: &two})
	got := map[int]int{}
	m.Each(func(k int, s *int) { got[k] = *s })
	if len(got) != 1 || got[2] != 2 {
		t.Errorf("states are %v, want only 2", got)
	}
}
