package embedded

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"

	"github.com/featc-lang/featc/runtime/serving/store"
)

var silent = slog.New(slog.DiscardHandler)

func openOn(t *testing.T, fs vfs.FS) *Store {
	t.Helper()
	s, err := OpenWith("", Options{Log: silent, fs: fs})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// folder is a data folder as a crash leaves it.
type folder struct {
	fs   *vfs.MemFS
	log  string  // the newest one
	data []byte  // in it
	ends []int64 // of it, when each batch had been acknowledged; 0: that is in an older log
	size int     // of an event; a batch has two
}

// logs returns the names of the logs, the newest last.
func (d *folder) logs(t *testing.T) (logs []string) {
	t.Helper()
	names, err := d.fs.List("db")
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(names)
	for _, n := range names {
		if strings.HasSuffix(n, ".log") {
			logs = append(logs, d.fs.PathJoin("db", n))
		}
	}
	return logs
}

// read has the folder's log be one by name.
func (d *folder) read(t *testing.T, name string) {
	t.Helper()
	f, err := d.fs.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if d.data, err = io.ReadAll(f); err != nil {
		t.Fatal(err)
	}
	d.log = name
}

// newest has the folder's log be the newest one.
func (d *folder) newest(t *testing.T) {
	t.Helper()
	logs := d.logs(t)
	d.read(t, logs[len(logs)-1])
}

// fill has batches of two events acknowledged, with checkpoints between them.
func fill(t *testing.T, batches, size int) (folder, *Store) {
	t.Helper()
	d := folder{fs: vfs.NewMem(), size: size}
	s := openOn(t, d.fs)
	g := store.Group{Name: "g", Hash: "h"}
	for i := range batches {
		first := uint64(2*i + 1)
		if i%4 == 3 {
			c := s.Begin()
			if err := errors.Join(c.Put(g, []byte("k"), make([]byte, size)), c.Commit([]byte("m")), c.Close()); err != nil {
				t.Fatal(err)
			}
		}
		if i == batches/2 {
			if err := s.Trim(1); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Append(&store.Append{First: first, Events: [][]byte{event(first, size), event(first+1, size)}, Origins: map[string]string{"o": fmt.Sprint(i)}}); err != nil {
			t.Fatal(err)
		}
		before := d.log
		if d.newest(t); d.log != before {
			clear(d.ends)
		}
		d.ends = append(d.ends, int64(len(d.data)))
	}
	d.copy(t, s)
	return d, s
}

// copy has the folder be a copy of itself, to which its store, if it is open, does not
// write. It waits for what is written in the background, for a copy is not of one
// instant.
func (d *folder) copy(t *testing.T, s *Store) {
	t.Helper()
	for busy := s != nil; busy; time.Sleep(50 * time.Millisecond) {
		m := s.pebble.Metrics()
		busy = m.Flush.NumInProgress+m.Compact.NumInProgress > 0
	}
	d.fs = clone(t, d.fs)
	d.newest(t)
}

func clone(t *testing.T, fs *vfs.MemFS) *vfs.MemFS {
	t.Helper()
	to := vfs.NewMem()
	for _, name := range []string{"db", acknowledgedName} {
		if _, err := vfs.Clone(fs, to, name, name); err != nil {
			t.Fatal(err)
		}
	}
	return to
}

// event is bytes without order, so that a log of them is not compressed away anywhere.
func event(position uint64, size int) []byte {
	b := make([]byte, size)
	_, _ = rand.NewChaCha8([32]byte{byte(position), byte(position >> 8)}).Read(b) // has no errors
	return b
}

// with returns a copy of the folder that has other bytes in its log.
func (d *folder) with(t *testing.T, data []byte) *vfs.MemFS {
	t.Helper()
	fs := clone(t, d.fs)
	f, err := fs.Create(d.log, vfs.WriteCategoryUnspecified)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(slices.Clone(data)); err != nil { // under -race it spoils what it is given
		t.Fatal(err)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		t.Fatal(err)
	}
	return fs
}

// batches counts the batches that an open store has, which are to be the first ones,
// and whole.
func (d *folder) batches(t *testing.T, s *Store) int {
	t.Helper()
	n := uint64(0)
	if err := s.Events(1, func(position uint64, e []byte) error {
		if n++; position != n || !bytes.Equal(e, event(n, d.size)) {
			return fmt.Errorf("event %d at position %d", n, position)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if n%2 == 1 {
		t.Fatalf("half a batch: %d events", n)
	}
	origin := ""
	if err := s.Origins("o", func(_, offset string) { origin = offset }); err != nil {
		t.Fatal(err)
	}
	if n > 0 && origin != fmt.Sprint(n/2-1) {
		t.Fatalf("%d events with offset %q", n, origin)
	}
	return int(n / 2)
}
