// Package journal is a server's data folder: the log of its events, how far each
// origin of events has been taken in, and the states of the last checkpoint, in
// one Pebble database.
//
// Keys of the database:
//
//	l position           an event: when it was accepted, its source, its columns' hash, its row
//	c hash               columns of a source, as JSON
//	o origin             how far it has been taken in
//	s group 0 hash 0 key a state
//	m                    Meta, as JSON
package journal

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"

	"github.com/cockroachdb/pebble/v2"

	"github.com/featc-lang/featc/runtime/registry"
)

// Format is the version of the layout of a data folder.
const Format = 1

// Errors that Open wraps.
var (
	ErrFormat  = errors.New("data folder of an unknown format")
	ErrPackage = errors.New("data folder of another package")
)

// Meta describes the last checkpoint.
type Meta struct {
	Format   int
	Package  string
	Position uint64            // of the last event that the states contain
	Expired  *int64            // up to when states have expired, in microseconds
	Groups   map[string]string // of each group with states, the hash of its definition
	History  *int64            `json:",omitempty"` // the states began with all that had arrived by then, in microseconds
}

// DB is an open data folder. It is safe for concurrent use, but for Append, which
// one caller at a time may call.
type DB struct {
	pebble  *pebble.DB
	columns map[string]hash // of sources, as far as they are written; Append's alone

	mu    sync.Mutex // of what follows
	meta  Meta
	first uint64 // position of the oldest event in the log
	last  uint64 // and of the newest; 0: there has been none
}

// Open opens the data folder of a package, which it makes where there is none. One
// process at a time can have it open.
func Open(dir, pkg string, log *slog.Logger) (*DB, error) {
	path := filepath.Join(dir, "db")
	if err := os.MkdirAll(path, 0o755); err != nil {
		return nil, err
	}
	p, err := pebble.Open(path, &pebble.Options{
		Logger:       quiet{log},
		MemTableSize: 32 << 20,
	})
	if err != nil {
		return nil, fmt.Errorf("data folder %s: %w", dir, err)
	}
	d := &DB{pebble: p, columns: map[string]hash{}}
	if err := d.load(pkg); err != nil {
		return nil, errors.Join(fmt.Errorf("data folder %s: %w", dir, err), p.Close())
	}
	return d, nil
}

// quiet has Pebble say what goes wrong, and nothing else.
type quiet struct{ log *slog.Logger }

func (quiet) Infof(string, ...any) {}

func (q quiet) Errorf(format string, args ...any) { q.log.Error(fmt.Sprintf(format, args...)) }

func (q quiet) Fatalf(format string, args ...any) {
	q.log.Error(fmt.Sprintf(format, args...))
	os.Exit(1) // Pebble cannot go on: what is on disk is whole
}

func (d *DB) load(pkg string) error {
	text, err := d.get([]byte("m"))
	if err != nil {
		return err
	}
	if text == nil {
		d.meta = Meta{Format: Format, Package: pkg, Groups: map[string]string{}}
		if err := d.pebble.Set([]byte("m"), encodeMeta(&d.meta), pebble.Sync); err != nil {
			return err
		}
	} else if err := json.Unmarshal(text, &d.meta); err != nil {
		return fmt.Errorf("%w: %w", ErrFormat, err)
	}
	switch {
	case d.meta.Format != Format:
		return fmt.Errorf("%w: %d, want %d", ErrFormat, d.meta.Format, Format)
	case d.meta.Package != pkg:
		return fmt.Errorf("%w: %s, want %s", ErrPackage, d.meta.Package, pkg)
	}
	it, err := d.pebble.NewIter(bounds("l"))
	if err != nil {
		return err
	}
	defer it.Close()
	if it.First() {
		d.first = binary.BigEndian.Uint64(it.Key()[1:])
	}
	if it.Last() {
		d.last = binary.BigEndian.Uint64(it.Key()[1:])
	}
	if d.last < d.meta.Position { // all of the log was let go of
		d.last, d.first = d.meta.Position, d.meta.Position+1
	}
	return it.Error()
}

func encodeMeta(m *Meta) []byte {
	text, _ := json.Marshal(m) // strings and numbers always can be
	return text
}

// get returns a value, nil where there is none.
func (d *DB) get(key []byte) ([]byte, error) {
	v, closer, err := d.pebble.Get(key)
	if errors.Is(err, pebble.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	out := append([]byte{}, v...)
	return out, closer.Close()
}

// bounds are of all keys with a prefix that ends below 0xff.
func bounds(prefix string) *pebble.IterOptions {
	upper := []byte(prefix)
	upper[len(upper)-1]++
	return &pebble.IterOptions{LowerBound: []byte(prefix), UpperBound: upper}
}

// Meta returns what is known of the last checkpoint.
func (d *DB) Meta() Meta {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.meta
}

// Span returns the positions of the oldest and the newest event in the log. Where
// it is empty, first is one behind last.
func (d *DB) Span() (first, last uint64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.first == 0 {
		return d.last + 1, d.last
	}
	return d.first, d.last
}

// Size is how much of the disk the folder takes, in bytes.
func (d *DB) Size() uint64 { return d.pebble.Metrics().DiskSpaceUsage() }

// Close closes the folder.
func (d *DB) Close() error { return d.pebble.Close() }

// hash identifies columns.
type hash [8]byte

// savedColumn is a column as it is kept for events of older definitions.
type savedColumn struct {
	Name  string
	Kind  uint8
	Scale int `json:",omitempty"`
}

func saved(columns []registry.Column) []savedColumn {
	out := make([]savedColumn, len(columns))
	for i, c := range columns {
		out[i] = savedColumn{c.Name, uint8(c.Kind), c.Scale}
	}
	return out
}
