package redis

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/featc-lang/featc/internal/redistest"
	"github.com/featc-lang/featc/runtime/serving/store"
	"github.com/featc-lang/featc/runtime/serving/store/storetest"
)

// survives has a store go on after the primary that has its keys was killed: first has
// what it was given before, and what it is given afterwards follows.
func survives(t *testing.T, s *Store, primary *redistest.Server) {
	t.Helper()
	if err := s.Append(one); err != nil {
		t.Fatal(err)
	}
	begun := s.Begin()
	if err := errors.Join(begun.Put(store.Group{Name: "g"}, []byte("k"), []byte("v")), begun.Commit([]byte("meta"))); err != nil {
		t.Fatal(err)
	}
	primary.Replicated()
	primary.Kill()
	next := &store.Append{First: 3, Events: [][]byte{[]byte("c")}, Origins: map[string]string{"o": "3"}}
	var err error
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if err = s.Append(next); err == nil || !errors.Is(err, store.ErrUnavailable) {
			break
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	var events, states []string
	err = errors.Join(
		s.Events(1, func(position uint64, text []byte) error {
			events = append(events, fmt.Sprintf("%d%s", position, text))
			return nil
		}),
		s.States(store.Group{Name: "g"}, func(k, v []byte) error {
			states = append(states, string(k)+string(v))
			return nil
		}),
	)
	if err != nil || strings.Join(events, " ") != "1a 2b 3c" || strings.Join(states, " ") != "kv" {
		t.Errorf("%v: events %v, states %v", err, events, states)
	}
	if h, err := s.Head(); err != nil || h.Last != 3 || string(h.Meta) != "meta" {
		t.Errorf("%v: %+v", err, h)
	}
}

// A sentinel has a replica take the place of a primary that has gone.
func TestSentinel(t *testing.T) {
	primary := redistest.Start(t)
	primary.Replica()
	url := redistest.Sentinel(t, primary)
	storetest.Run(t, func() store.Store { return open(t, Options{URL: url, Package: "all"}) })
	s := open(t, Options{URL: url, Package: "p"})
	defer s.Close()
	survives(t, s, primary)
}

// A cluster of several nodes, of which the one with the package's keys goes.
func TestClusterFailover(t *testing.T) {
	nodes, url := redistest.Cluster(t)
	storetest.Run(t, func() store.Store { return open(t, Options{URL: url, Package: "all"}) })
	s := open(t, Options{URL: url, Package: "p"})
	defer s.Close()
	at := strings.Fields(nodes[0].CLI("CLUSTER", "KEYSLOT", s.of("last")))[0]
	for _, n := range nodes {
		if n.CLI("CLUSTER", "COUNTKEYSINSLOT", at) != "0\n" && strings.Contains(n.CLI("ROLE"), "master") {
			survives(t, s, n)
			return
		}
	}
	t.Fatalf("no node has slot %s", at)
}
