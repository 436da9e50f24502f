package serving

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/featc-lang/featc/runtime"
	"github.com/featc-lang/featc/runtime/codec"
	"github.com/featc-lang/featc/runtime/keyed"
	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/serving/store"
	"github.com/featc-lang/featc/runtime/serving/store/embedded"
	"github.com/featc-lang/featc/runtime/snapshot"
	"github.com/featc-lang/featc/runtime/value"
)

// counts is a package that counts events by key.
func counts() *registry.Package {
	var states keyed.Map[int64, int64]
	group := &snapshot.Keyed[int64, int64]{
		GroupName: "events_by_key", GroupHash: "1", States: &states,
		AppendKey: codec.AppendInt64, ReadKey: (*codec.Reader).Int64,
		AppendState: func(n *int64, b []byte) []byte { return codec.AppendInt64(b, *n) },
		ReadState:   func(n *int64, r *codec.Reader) { *n = r.Int64() },
		Expire:      func(*int64, int64) bool { return false },
	}
	touch := func(row []value.Value, b []byte, visit registry.Visit) { visit(0, codec.AppendInt64(b, row[0].I)) }
	key := registry.Column{Name: "key", Kind: value.Int64}
	src := registry.NewSource("events", []registry.Column{key, {Name: "at", Kind: value.Timestamp}}, func(row []value.Value) {
		s := states.Write(row[0].I)
		*s.State++
		s.Unlock()
	}).With(1, -1, touch)
	reader := registry.NewReader("v", []registry.Column{key}, nil, []registry.Column{{Name: "n", Kind: value.Int64}},
		func(_ int64, keys, _, out []value.Value) error {
			s := states.Read(runtime.Some(keys[0].I))
			out[0] = value.OfInt64(*s.State)
			s.Unlock()
			return nil
		}).With(0, []string{"events"}, touch)
	return &registry.Package{
		Name: "counts", Sources: []*registry.Source{src}, Views: []*registry.Reader{reader}, States: []snapshot.Group{group},
		Expire: func(at int64) { states.Expire(at, group.Expire) },
	}
}

// flaky is a store that at times does not answer: before it has done what it was
// asked for, or behind it.
type flaky struct {
	*embedded.Store
	down atomic.Bool
	err  atomic.Pointer[error] // for good
	some bool                  // one append of four fails
	rnd  *rand.Rand
}

var errSilent = fmt.Errorf("%w: no answer", store.ErrUnavailable)

func (f *flaky) Append(a *store.Append) error {
	if err := f.err.Load(); err != nil {
		return *err
	}
	switch {
	case f.down.Load(), f.some && f.rnd.IntN(8) == 0:
		return errSilent
	case f.some && f.rnd.IntN(8) == 0:
		return errors.Join(f.Store.Append(a), errSilent)
	}
	return f.Store.Append(a)
}

func open(t *testing.T, dir string, flaws *flaky) *Service {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	s, err := embedded.Open(dir, log)
	if err != nil {
		t.Fatal(err)
	}
	flaws.Store = s
	out, err := Open(counts, Options{Store: flaws, Log: log, CheckpointEvery: 5 * time.Millisecond, ExpireEvery: 20 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func rows(keys ...int64) [][]value.Value {
	var out [][]value.Value
	for _, k := range keys {
		out = append(out, []value.Value{value.OfInt64(k), value.OfTimestamp(1)})
	}
	return out
}

func total(t *testing.T, s *Service, key int64) int64 {
	t.Helper()
	out := make([]value.Value, 1)
	if _, err := s.Read(s.Package().Views[0], At{}, []value.Value{value.OfInt64(key)}, nil, out); err != nil {
		t.Error(err)
	}
	return out[0].I
}

// Where a store falls silent now and then, before it has written or behind that,
// each event counts once, beside reads, checkpoints and expiry; also after a restart.
func TestFlakyStore(t *testing.T) {
	const clients, batches, keys = 4, 15, 5
	dir := t.TempDir()
	s := open(t, dir, &flaky{some: true, rnd: rand.New(rand.NewPCG(1, 2))})
	src := s.Package().Sources[0]
	var sent [keys]atomic.Int64
	var wg sync.WaitGroup
	for c := range uint64(clients) {
		wg.Go(func() {
			rnd := rand.New(rand.NewPCG(c, 0))
			for i := range uint64(batches) {
				a, b := rnd.Int64N(keys), rnd.Int64N(keys)
				p := Piece{Origin: fmt.Sprint("client", c), From: 2 * i}
				for range 2 { // sent again
					if err := s.IngestPiece(context.Background(), src, rows(a, b), p); err != nil {
						t.Error(err)
					}
				}
				sent[a].Add(1)
				sent[b].Add(1)
				total(t, s, a)
			}
		})
	}
	wg.Wait()
	check := func() {
		t.Helper()
		for k := range int64(keys) {
			if got, want := total(t, s, k), sent[k].Load(); got != want {
				t.Errorf("key %d has %d events, want %d", k, got, want)
			}
		}
		if got := s.rowsOf("client0"); got != 2*batches {
			t.Errorf("%d rows of client0, want %d", got, 2*batches)
		}
		var gap *GapError
		if err := s.IngestPiece(context.Background(), src, rows(1), Piece{"client0", 2*batches + 1}); !errors.As(err, &gap) || gap.Have != 2*batches {
			t.Error(err)
		}
	}
	check()
	if err := s.Close(context.Background()); err != nil {
		t.Error(err)
	}
	s = open(t, dir, &flaky{})
	src = s.Package().Sources[0]
	check()
	if err := s.Close(context.Background()); err != nil {
		t.Error(err)
	}
}

// A service that is closed while its store is away ends, and says of what waits that
// it may not be there.
func TestCloseInOutage(t *testing.T) {
	f := &flaky{}
	s := open(t, t.TempDir(), f)
	f.down.Store(true)
	done := make(chan error, 1)
	go func() { done <- s.Ingest(context.Background(), s.Package().Sources[0], rows(1), nil) }()
	for !s.Waiting() {
		time.Sleep(time.Millisecond)
	}
	if total(t, s, 1) != 0 {
		t.Error("an event that is not in the store is served")
	}
	if err := s.Ready(); err != nil {
		t.Errorf("not ready: %v", err)
	}
	_ = s.Close(context.Background()) // what waits is the caller's to send again
	if err := <-done; !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
}

// A service whose store another one has taken over takes no more events, and says so.
func TestTakenOver(t *testing.T) {
	f := &flaky{}
	s := open(t, t.TempDir(), f)
	fenced := fmt.Errorf("redis: %w", store.ErrFenced)
	f.err.Store(&fenced)
	for range 2 {
		if err := s.Ingest(context.Background(), s.Package().Sources[0], rows(1), nil); !errors.Is(err, store.ErrFenced) {
			t.Error(err)
		}
	}
	select {
	case <-s.Broken():
	default:
		t.Error("the service is not broken")
	}
	if err := s.Ready(); err == nil || !strings.Contains(err.Error(), "another server has taken the store over") {
		t.Error(err)
	}
	if err := s.Close(context.Background()); err != nil {
		t.Error(err)
	}
}

func TestHistoryGoesSomewhere(t *testing.T) {
	_, err := Materialize(counts, Options{}, 1, func(Apply) error { return nil })
	if err == nil || !strings.Contains(err.Error(), "history needs a data folder, or a store, to go into") {
		t.Error(err)
	}
}
