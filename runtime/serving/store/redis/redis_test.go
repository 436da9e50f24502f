package redis

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/featc-lang/featc/internal/redistest"
	"github.com/featc-lang/featc/runtime/serving/store"
	"github.com/featc-lang/featc/runtime/serving/store/storetest"
)

func open(t *testing.T, o Options) *Store {
	t.Helper()
	s, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestStore(t *testing.T) {
	srv := redistest.Start(t)
	storetest.Run(t, func() store.Store { return open(t, Options{URL: srv.URL(), Package: "p"}) })
	// Another package, and another prefix, see nothing of it.
	storetest.Run(t, func() store.Store { return open(t, Options{URL: srv.URL(), Package: "q"}) })
	storetest.Run(t, func() store.Store { return open(t, Options{URL: srv.URL(), Package: "p", Prefix: "other"}) })
	storetest.Behind(t, open(t, Options{URL: srv.URL(), Package: "history"}))
}

func TestCluster(t *testing.T) {
	srv := redistest.Start(t, "--cluster-enabled", "yes")
	cli := func(args ...string) {
		t.Helper()
		out, err := exec.Command("redis-cli", append([]string{"-p", fmt.Sprint(srv.Port)}, args...)...).CombinedOutput()
		if err != nil || !strings.Contains(string(out), "OK") {
			t.Fatal(err, string(out))
		}
	}
	cli("CLUSTER", "ADDSLOTSRANGE", "0", "16383")
	url := fmt.Sprintf("redis://127.0.0.1:%d?cluster=true", srv.Port)
	for range 100 { // until it finds itself complete
		if s, err := Open(Options{URL: url, Package: "warm"}); err == nil {
			_ = s.Close()
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	storetest.Run(t, func() store.Store { return open(t, Options{URL: url, Package: "p"}) })
}

var one = &store.Append{First: 1, Events: [][]byte{[]byte("a"), []byte("b")}, Origins: map[string]string{"o": "2"}}

// A writer that another one has followed changes nothing any more.
func TestFence(t *testing.T) {
	srv := redistest.Start(t)
	o := Options{URL: srv.URL(), Package: "p"}
	old := open(t, o)
	defer old.Close()
	if err := old.Append(one); err != nil {
		t.Fatal(err)
	}
	begun := old.Begin().(*checkpoint)
	if err := errors.Join(begun.Put(store.Group{Name: "g"}, []byte("k"), []byte("v")), begun.stage()); err != nil {
		t.Fatal(err)
	}
	another := old.Begin().(*checkpoint)
	if err := another.Put(store.Group{Name: "g"}, []byte("k"), []byte("v")); err != nil {
		t.Fatal(err)
	}
	next := open(t, o)
	defer next.Close()
	for what, err := range map[string]error{
		"append": old.Append(&store.Append{First: 3, Events: [][]byte{[]byte("c")}}),
		"again":  old.Append(one),
		"origin": old.Append(&store.Append{First: 3, Origins: map[string]string{"o": "9"}}),
		"stage":  another.stage(),
		"commit": begun.Commit([]byte("old")),
		"trim":   old.Trim(2),
	} {
		if !errors.Is(err, store.ErrFenced) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if h, err := next.Head(); err != nil || h.Last != 2 || h.First != 1 || h.Meta != nil {
		t.Error(h, err)
	}
	if err := next.Append(&store.Append{First: 3, Events: [][]byte{[]byte("d")}}); err != nil {
		t.Error(err)
	}
}

// What is sent again, because no answer came to the first, is there once; what does
// not follow is refused.
func TestAppendAgain(t *testing.T) {
	srv := redistest.Start(t)
	s := open(t, Options{URL: srv.URL(), Package: "p"})
	defer s.Close()
	for range 3 {
		if err := s.Append(one); err != nil {
			t.Fatal(err)
		}
	}
	n := 0
	if err := s.Events(1, func(uint64, []byte) error { n++; return nil }); err != nil || n != 2 {
		t.Error(n, err)
	}
	err := s.Append(&store.Append{First: 9, Events: [][]byte{[]byte("x")}})
	if !errors.Is(err, store.ErrDiverged) || !strings.Contains(err.Error(), "the store ends with event 2") {
		t.Error(err)
	}
}

// A Redis that has lost what it had, the writer's number too, is told apart from one
// that another writer has taken over.
func TestLost(t *testing.T) {
	srv := redistest.Start(t)
	s := open(t, Options{URL: srv.URL(), Package: "p"})
	defer s.Close()
	ctx := context.Background()
	for _, lose := range []func() error{
		func() error { return s.client.Set(ctx, s.of("fence"), 0, 0).Err() },
		func() error { return s.client.FlushAll(ctx).Err() },
	} {
		if err := lose(); err != nil {
			t.Fatal(err)
		}
		err := s.Append(one)
		if !errors.Is(err, store.ErrDiverged) || !strings.Contains(err.Error(), "store has lost what it had acknowledged: it does not know this writer") {
			t.Error(err)
		}
	}
	next := open(t, Options{URL: srv.URL(), Package: "p"})
	defer next.Close()
	if err := s.Append(one); !errors.Is(err, store.ErrFenced) {
		t.Errorf("behind a new beginning: %v", err)
	}
	late := open(t, Options{URL: srv.URL(), Package: "p"})
	defer late.Close()
	if late.fence <= next.fence {
		t.Errorf("number %s follows %s", late.fence, next.fence)
	}
}

// The script of an older checkpoint that comes late changes nothing.
func TestLateCommit(t *testing.T) {
	srv := redistest.Start(t)
	s := open(t, Options{URL: srv.URL(), Package: "p"})
	defer s.Close()
	g := store.Group{Name: "g", Hash: "h"}
	late := s.Begin().(*checkpoint)
	if err := errors.Join(late.Put(g, []byte("k"), []byte("old")), late.stage()); err != nil {
		t.Fatal(err)
	}
	newer := s.Begin()
	if err := errors.Join(newer.Put(g, []byte("k"), []byte("new")), newer.Commit([]byte("newer"))); err != nil {
		t.Fatal(err)
	}
	if err := late.Commit([]byte("late")); !errors.Is(err, store.ErrUnavailable) {
		t.Error(err)
	}
	r, err := NewReader(Options{URL: srv.URL(), Package: "p"})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	states, meta, err := r.Get(context.Background(), []store.Key{{Group: g, Key: "no"}, {Group: g, Key: "k"}, {Group: store.Group{Name: "x"}, Key: "k"}})
	if err != nil || string(meta) != "newer" || states[0] != nil || string(states[1]) != "new" || states[2] != nil {
		t.Errorf("%q %q %v", states, meta, err)
	}
}

func TestOpenErrors(t *testing.T) {
	evicts := redistest.Start(t, "--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru", "--requirepass", "s3cret")
	for url, says := range map[string]string{
		"http://nowhere":     "store: ",
		"redis://[::1]:1":    "store is not available",
		evicts.URL():         "NOAUTH",
		"redis://:pw@x:y:z/": "store: ",
		strings.Replace(evicts.URL(), "//", "//:s3cret@", 1): "maxmemory-policy allkeys-lru would let Redis drop states: it has to be noeviction",
	} {
		_, err := Open(Options{URL: url, Package: "p"})
		if err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "pw@") {
			t.Errorf("%s: %v, want %s", url, err, says)
		}
	}
}

// A Redis that would drop states is there, so that nobody is to try it again.
func TestEvicting(t *testing.T) {
	srv := redistest.Start(t, "--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru")
	_, err := Open(Options{URL: srv.URL(), Package: "p"})
	if err == nil || errors.Is(err, store.ErrUnavailable) ||
		err.Error() != "store: maxmemory-policy allkeys-lru would let Redis drop states: it has to be noeviction" {
		t.Error(err)
	}
}

// While Redis is away nothing is taken, and that is told apart from what is final.
func TestUnavailable(t *testing.T) {
	srv := redistest.Start(t)
	s := open(t, Options{URL: srv.URL(), Package: "p"})
	defer s.Close()
	srv.Kill()
	if err := s.Append(one); !errors.Is(err, store.ErrUnavailable) {
		t.Error(err)
	}
	srv.Up()
	if err := s.Append(one); err != nil {
		t.Error(err)
	}
}
