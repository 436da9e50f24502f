package embedded

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"

	"github.com/featc-lang/featc/runtime/serving/store"
)

var shapes = map[string]struct{ batches, size, places int }{
	"in one block":      {20, 100, 100},
	"over blocks":       {60, 1500, 40},
	"larger than these": {8, 50_000, 12},
}

// Wherever a log is damaged, of a folder that was killed or closed, either all is there
// that was acknowledged, or the store knows that it is not.
func TestDamagedLog(t *testing.T) {
	for name, shape := range shapes {
		for _, closed := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, closed %v", name, closed), func(t *testing.T) {
				t.Parallel()
				d, s := fill(t, shape.batches, shape.size)
				if closed {
					if err := s.Close(); err != nil {
						t.Fatal(err)
					}
					d.fs = s.faults.fs.(*vfs.MemFS)
					d.copy(t, nil)
				} else {
					defer s.Close()
				}
				r := rand.New(rand.NewPCG(1, 2))
				known := 0
				for range shape.places {
					data := slices.Clone(d.data)
					at := r.Int64N(int64(len(data)) - 3)
					for j := range int64(3) {
						data[at+j] ^= byte(1 + r.IntN(255))
					}
					if d.lost(t, d.with(t, data)) {
						known++
					}
				}
				if known == 0 {
					t.Error("no damage was done: does the test still look at what it should?")
				}
			})
		}
	}
}

// lost opens a folder, and reports whether it says that something is lost; else all
// batches are to be there.
func (d *folder) lost(t *testing.T, fs vfs.FS) bool {
	t.Helper()
	s, err := OpenWith("", Options{Log: silent, fs: fs})
	if errors.Is(err, store.ErrDiverged) {
		return true
	}
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	h, err := s.Head()
	if err != nil {
		t.Fatal(err)
	}
	if h.Acknowledged > h.Last {
		return true
	}
	if n := d.batches(t, s); n != len(d.ends) {
		t.Errorf("%d of %d batches are there, and nothing is said: %+v", n, len(d.ends), h)
	}
	return false
}

// A crash tears the last batch: it was not acknowledged, and is left out, whole. A
// crash of the machine may leave what was said of acknowledged events behind, or torn.
func TestTornLog(t *testing.T) {
	for name, shape := range shapes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, s := fill(t, shape.batches, shape.size)
			defer s.Close()
			last := len(d.ends) - 1
			from, to := d.ends[last-1], d.ends[last]
			if from == 0 || to <= from {
				t.Fatal("the last batch is not in the last log with the one before it")
			}
			for _, acked := range []uint64{uint64(2 * last), 2, 0} {
				for i := range int64(20) {
					fs := d.with(t, d.data[:from+(to-from)*i/20])
					a, err := openAcknowledged(fs, acknowledgedName)
					if err != nil {
						t.Fatal(err)
					}
					if acked > 0 {
						err = a.set(acked)
					} else {
						_, err = a.file.WriteAt([]byte{1, 2, 3}, 0) // not whole
					}
					if err := errors.Join(err, a.file.Close()); err != nil {
						t.Fatal(err)
					}
					s := openOn(t, fs)
					if h, err := s.Head(); err != nil || h.Acknowledged != acked || h.Last != uint64(2*last) || d.batches(t, s) != last {
						t.Errorf("cut at %d: %+v, %v", i, h, err)
					}
					if err := s.Close(); err != nil {
						t.Fatal(err)
					}
				}
			}
		})
	}
}

// Folders of before that file open, and have it from the next event on.
func TestWithoutAcknowledged(t *testing.T) {
	d, s := fill(t, 3, 100)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	fs := d.fs
	if err := fs.Remove(acknowledgedName); err != nil {
		t.Fatal(err)
	}
	s = openOn(t, fs)
	defer s.Close()
	if h, err := s.Head(); err != nil || h.Acknowledged != 0 || h.Last != 6 {
		t.Errorf("%+v, %v", h, err)
	}
	if err := s.Append(&store.Append{First: 7, Events: [][]byte{event(7, 10)}}); err != nil {
		t.Fatal(err)
	}
	if h, err := s.Head(); err != nil || h.Acknowledged != 7 {
		t.Errorf("%+v, %v", h, err)
	}
}
