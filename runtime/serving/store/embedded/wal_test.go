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

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/record"
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
	to := vfs.NewMem()
	if _, err := vfs.Clone(d.fs, to, "db", "db"); err != nil {
		t.Fatal(err)
	}
	d.fs = to
	d.newest(t)
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
	fs := vfs.NewMem()
	if _, err := vfs.Clone(d.fs, fs, "db", "db"); err != nil {
		t.Fatal(err)
	}
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

var shapes = map[string]struct{ batches, size, places int }{
	"in one block":      {20, 100, 150},
	"over blocks":       {60, 1500, 80},
	"larger than these": {20, 50_000, 40},
}

// Bytes that are damaged before the last batch keep a folder from opening: what had
// been acknowledged would be missing.
func TestDamagedLog(t *testing.T) {
	for name, shape := range shapes {
		for _, closed := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, closed %v", name, closed), func(t *testing.T) {
				d, s := fill(t, shape.batches, shape.size)
				last := d.ends[len(d.ends)-2] // from here on a crash could have torn it
				if closed {
					if err := s.Close(); err != nil {
						t.Fatal(err)
					}
					d.fs = s.faults.fs.(*vfs.MemFS)
					d.copy(t, nil)
					last = int64(len(d.data)) - recyclableHeader
				} else {
					defer s.Close()
				}
				r := rand.New(rand.NewPCG(1, 2))
				for i := range shape.places {
					at := last * int64(i) / int64(shape.places)
					if i%3 > 0 {
						at = r.Int64N(last - 3)
					}
					data := slices.Clone(d.data)
					for j := range 3 {
						data[at+int64(j)] ^= byte(1 + r.IntN(255))
					}
					s, err := OpenWith("", Options{Log: silent, fs: d.with(t, data)})
					if err == nil { // harmless only where no record was hit
						if got := d.batches(t, s); got < shape.batches || !padded(d.data, at) {
							t.Errorf("damaged at %d of %d: %d of %d batches and no error", at, len(data), got, shape.batches)
						}
						_ = s.Close()
						continue
					}
					if !errors.Is(err, store.ErrDiverged) || !strings.HasPrefix(err.Error(), "store has lost what it had acknowledged: the log "+d.log+" (") ||
						!strings.Contains(err.Error(), fmt.Sprintf("(%d bytes) is damaged at byte ", len(data))) {
						t.Fatal(err)
					}
				}
			})
		}
	}
}

// A log that another one follows has been closed, so that none of its bytes may be damaged.
func TestDamagedOlderLog(t *testing.T) {
	d, s := fill(t, 20, 50_000)
	defer s.Close()
	logs := d.logs(t)
	if len(logs) < 3 {
		t.Fatal(logs)
	}
	d.read(t, logs[len(logs)-2])
	whole := int64(len(d.data)) - recyclableHeader
	for at := whole % 997; at < whole; at += 9_970 {
		data := slices.Clone(d.data)
		data[at] ^= 0xff
		s, err := OpenWith("", Options{Log: silent, fs: d.with(t, data)})
		if err == nil {
			if got := d.batches(t, s); got != 20 || !padded(d.data, at) {
				t.Errorf("damaged at %d of %d: %d batches and no error", at, len(data), got)
			}
			_ = s.Close()
		} else if !errors.Is(err, store.ErrDiverged) {
			t.Fatal(err)
		}
	}
}

// padded reports whether there is nothing but zeros from a place to the end of its block.
func padded(data []byte, at int64) bool {
	end := min(int64(len(data)), (at/blockSize+1)*blockSize)
	return len(bytes.Trim(data[at:end], "\x00")) == 0
}

// A log whose tail is cut off anywhere opens with every batch whose record is whole,
// and so it does once more after another crash.
func TestTornLog(t *testing.T) {
	for name, shape := range shapes {
		t.Run(name, func(t *testing.T) {
			d, s := fill(t, shape.batches, shape.size)
			defer s.Close()
			cuts := []int64{0, 1, int64(len(d.data))}
			for i := range int64(shape.places) {
				cuts = append(cuts, int64(len(d.data))*i/int64(shape.places))
			}
			for _, e := range d.ends {
				if e == 0 {
					continue
				}
				cuts = append(cuts, e-1, e, min(e+1, int64(len(d.data))), min(e+15, int64(len(d.data))))
			}
			for b := int64(blockSize); b < int64(len(d.data)); b += 11 * blockSize {
				cuts = append(cuts, b-10, b, b+5)
			}
			for _, cut := range cuts {
				want := 0
				for want < len(d.ends) && d.ends[want] <= cut {
					want++
				}
				fs := d.with(t, d.data[:cut])
				s := openOn(t, fs)
				again := vfs.NewMem() // as kill -9 leaves it
				if _, err := vfs.Clone(fs, again, "db", "db"); err != nil {
					t.Fatal(err)
				}
				if got := d.batches(t, s); got != want {
					t.Errorf("cut at %d of %d: %d batches, want %d", cut, len(d.data), got, want)
				}
				_ = s.Close()
				s = openOn(t, again)
				if got := d.batches(t, s); got != want {
					t.Errorf("cut at %d of %d, and opened a second time: %d batches, want %d", cut, len(d.data), got, want)
				}
				_ = s.Close()
			}
		})
	}
}

// A machine that stops may have written later parts of the last batch, and not the
// earlier ones: that is no damage, for it was not acknowledged.
func TestHoleInLastBatch(t *testing.T) {
	const batches = 10
	d, s := fill(t, batches, 60_000)
	defer s.Close()
	first := d.ends[batches-2]
	try := func(at, size int64) {
		t.Helper()
		data := slices.Clone(d.data)
		clear(data[at : at+size])
		s := openOn(t, d.with(t, data))
		if got := d.batches(t, s); got != batches-1 {
			t.Errorf("hole at %d: %d batches, want %d", at, got, batches-1)
		}
		_ = s.Close()
	}
	try(first, 20) // in the mark of the batch before, which is written with this one: that is whole, then
	for at := first; at+512 < d.ends[batches-1]; at += 27_001 {
		try(at, 512)
	}
}

// What is left of a block where there is no room for a header is no damage.
func TestPadding(t *testing.T) {
	for _, offsets := range []bool{false, true} {
		header := recyclableHeader
		if offsets {
			header = syncHeader
		}
		for left := range 2 * syncHeader {
			var b bytes.Buffer
			w := record.NewLogWriter(&b, 7, record.LogWriterConfig{WriteWALSyncOffsets: func() bool { return offsets }})
			write := func(p []byte) {
				t.Helper()
				if _, err := w.WriteRecord(p); err != nil {
					t.Fatal(err)
				}
			}
			batch := func(seqNum, count byte) []byte { return []byte{seqNum, 0, 0, 0, 0, 0, 0, 0, count, 0, 0, 0} }
			write(append(batch(10, 5), make([]byte, blockSize-header-left-12)...))
			write(append(append(batch(15, 0), byte(pebble.InternalKeyKindLogData), 8), mark(14)...))
			write(batch(15, 1))
			write(append(append(batch(16, 0), byte(pebble.InternalKeyKindLogData), 8), mark(15)...))
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			check := func() error { return checkLog(bytes.NewReader(b.Bytes()), "log", 7, int64(b.Len())) }
			if err := check(); err != nil {
				t.Errorf("%d bytes left, offsets %v: %v", left, offsets, err)
			}
			b.Bytes()[100] ^= 1
			if err := check(); err == nil || err.Error() != fmt.Sprintf("store has lost what it had acknowledged: the log log (%d bytes) is damaged at byte 0, and what is behind that had been synced", b.Len()) {
				t.Error(err)
			}
		}
	}
}

// A log that is written over an older one has the rest of that behind its tail.
func TestRecycledLog(t *testing.T) {
	d := folder{fs: vfs.NewMem(), size: 100}
	s := openOn(t, d.fs)
	defer s.Close()
	first := uint64(1)
	add := func(n int) {
		t.Helper()
		for range n {
			if err := s.Append(&store.Append{First: first, Events: [][]byte{event(first, 100), event(first+1, 100)}, Origins: map[string]string{"o": fmt.Sprint(first / 2)}}); err != nil {
				t.Fatal(err)
			}
			first += 2
		}
	}
	for range 4 {
		add(200)
		if err := s.pebble.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	add(3)
	d.copy(t, s)
	if len(d.data) < 200*100 {
		t.Fatalf("not over an older one: %d bytes", len(d.data))
	}
	again := openOn(t, d.fs)
	defer again.Close()
	if got := d.batches(t, again); got != 803 {
		t.Error(got)
	}
}

// A batch that is too large for a table in memory is there after a crash, and so is
// what follows it.
func TestLargeBatch(t *testing.T) {
	d := folder{fs: vfs.NewMem(), size: 9 << 20}
	s := openOn(t, d.fs)
	defer s.Close()
	for first := uint64(1); first < 5; first += 2 {
		if err := s.Append(&store.Append{First: first, Events: [][]byte{event(first, d.size), event(first+1, d.size)}, Origins: map[string]string{"o": fmt.Sprint(first / 2)}}); err != nil {
			t.Fatal(err)
		}
	}
	d.copy(t, s)
	again := openOn(t, d.fs)
	defer again.Close()
	if got := d.batches(t, again); got != 2 {
		t.Error(got)
	}
}

// A folder of the format before opens, its torn tail included, and is of the new one
// from then on.
func TestOlderFormat(t *testing.T) {
	fs := vfs.NewMem()
	p, err := pebble.Open("db", &pebble.Options{FS: fs, Logger: &faults{log: silent}})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	for i := range 20 {
		b := p.NewBatch()
		first := uint64(2*i + 1)
		if err := errors.Join(b.Set(eventKey(nil, first), event(first, 100), nil), b.Set(eventKey(nil, first+1), event(first+1, 100), nil),
			b.Set([]byte("oo"), fmt.Append(nil, i), nil), b.Commit(pebble.Sync)); err != nil {
			t.Fatal(err)
		}
	}
	d := folder{fs: fs, size: 100}
	d.newest(t)
	for cut, want := range map[int]int{len(d.data): 20, len(d.data) - 1: 19} {
		s := openOn(t, d.with(t, d.data[:cut]))
		if got := d.batches(t, s); got != want || s.pebble.FormatMajorVersion() != formatVersion {
			t.Errorf("%d batches, want %d, in format %s", got, want, s.pebble.FormatMajorVersion())
		}
		_ = s.Close()
	}
}

// The log that a new folder begins with is of the new format already.
func TestFormatOfNewLog(t *testing.T) {
	d, s := fill(t, 1, 100)
	defer s.Close()
	if d.data[6] < 9 {
		t.Errorf("chunk of type %d", d.data[6])
	}
}
