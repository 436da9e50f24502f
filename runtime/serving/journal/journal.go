// Package journal gives what a store keeps its meaning: the log of a server's events,
// how far each origin of events has been taken in, and the states of the last
// checkpoint. In a store that is a folder, it is a server's data folder.
package journal

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"sync"

	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/serving/store"
	"github.com/featc-lang/featc/runtime/serving/store/embedded"
)

// Format is the version of the layout of a store.
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
	At       int64             `json:",omitempty"` // the states have all that arrived by then, in microseconds
	Newest   map[string]int64  `json:",omitempty"` // newest arrival of each source
}

// ReadMeta reads what Commit has written.
func ReadMeta(text []byte) (Meta, error) {
	var m Meta
	if err := json.Unmarshal(text, &m); err != nil {
		return m, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	return m, nil
}

// Fits reports where a store is of another format, or of another package.
func (m *Meta) Fits(pkg string) error {
	switch {
	case m.Format != Format:
		return fmt.Errorf("%w: %d, want %d", ErrFormat, m.Format, Format)
	case m.Package != pkg:
		return fmt.Errorf("%w: %s, want %s", ErrPackage, m.Package, pkg)
	}
	return nil
}

// DB is an open journal. It is safe for concurrent use, but for Append, which
// one caller at a time may call.
type DB struct {
	store   store.Store
	columns map[string]hash // of sources, as far as they are written; Append's alone

	mu    sync.Mutex // of what follows
	meta  Meta
	first uint64 // position of the oldest event in the log
	last  uint64 // and of the newest; 0: there has been none
	gone  map[string]int
}

// Gone says of how many events, by source, Events has found that there is no such
// source any more.
func (d *DB) Gone() map[string]int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return maps.Clone(d.gone)
}

// Open opens the data folder of a package, which it makes where there is none. One
// process at a time can have it open.
func Open(dir, pkg string, log *slog.Logger) (*DB, error) {
	return OpenWith(dir, pkg, embedded.Options{Log: log})
}

// OpenWith is Open with options.
func OpenWith(dir, pkg string, o embedded.Options) (*DB, error) {
	s, err := embedded.OpenWith(dir, o)
	if err != nil {
		return nil, fmt.Errorf("data folder %s: %w", dir, err)
	}
	d, err := On(s, pkg)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("data folder %s: %w", dir, err), s.Close())
	}
	return d, nil
}

// On opens the journal of a package in a store, which it closes when it is closed.
func On(s store.Store, pkg string) (*DB, error) {
	head, err := s.Head()
	if err != nil {
		return nil, err
	}
	d := &DB{store: s, columns: map[string]hash{}, first: head.First, last: head.Last}
	if head.Meta != nil {
		if d.meta, err = ReadMeta(head.Meta); err != nil {
			return nil, err
		}
	}
	if last := max(head.Last, d.meta.Position); last < head.Acknowledged {
		return nil, fmt.Errorf("%w: it ends with event %d, and event %d was acknowledged", store.ErrDiverged, last, head.Acknowledged)
	}
	if head.Meta == nil {
		d.meta = Meta{Format: Format, Package: pkg, Groups: map[string]string{}}
		c := d.Checkpoint()
		defer c.Close()
		if err := c.Commit(d.meta); err != nil {
			return nil, err
		}
	}
	if err := d.meta.Fits(pkg); err != nil {
		return nil, err
	}
	if d.last < d.meta.Position { // all of the log was let go of
		d.last, d.first = d.meta.Position, d.meta.Position+1
	}
	return d, nil
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

// Size is how much room the store takes, in bytes; 0 where that cannot be told.
func (d *DB) Size() uint64 {
	n, err := d.store.Size()
	if err != nil {
		return 0
	}
	return n
}

// Shared reports whether other servers read what is kept here.
func (d *DB) Shared() bool { return d.store.Shared() }

// Close closes the store.
func (d *DB) Close() error { return d.store.Close() }

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
