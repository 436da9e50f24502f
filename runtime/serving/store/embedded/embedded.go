// Package embedded is a store in a folder: one Pebble database. One process at a
// time can have it open.
//
// Keys of the database:
//
//	l position           an event
//	c hash               columns of a source
//	o origin             how far it has been taken in
//	s group 0 hash 0 key a state
//	m                    what is said of the last checkpoint
package embedded

import (
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/cockroachdb/pebble/v2"

	"github.com/featc-lang/featc/runtime/serving/store"
)

// Store is an open folder.
type Store struct{ pebble *pebble.DB }

var _ store.Store = (*Store)(nil)

// Open opens a folder, which it makes where there is none.
func Open(dir string, log *slog.Logger) (*Store, error) {
	path := filepath.Join(dir, "db")
	if err := os.MkdirAll(path, 0o755); err != nil {
		return nil, err
	}
	p, err := pebble.Open(path, &pebble.Options{
		Logger:       quiet{log},
		MemTableSize: 32 << 20,
	})
	if err != nil {
		return nil, err
	}
	return &Store{p}, nil
}

// quiet has Pebble say what goes wrong, and nothing else.
type quiet struct{ log *slog.Logger }

func (quiet) Infof(string, ...any) {}

func (q quiet) Errorf(format string, args ...any) { q.log.Error(fmt.Sprintf(format, args...)) }

func (q quiet) Fatalf(format string, args ...any) {
	q.log.Error(fmt.Sprintf(format, args...))
	os.Exit(1) // Pebble cannot go on: what is on disk is whole
}

// get returns a value, nil where there is none.
func (s *Store) get(key []byte) ([]byte, error) {
	v, closer, err := s.pebble.Get(key)
	if errors.Is(err, pebble.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	out := append([]byte{}, v...)
	return out, closer.Close()
}

// each visits all keys from a first one on that have a prefix, which ends below 0xff.
func (s *Store) each(prefix, first []byte, visit func(rest, value []byte) error) error {
	upper := append([]byte{}, prefix...)
	upper[len(upper)-1]++
	it, err := s.pebble.NewIter(&pebble.IterOptions{LowerBound: first, UpperBound: upper})
	if err != nil {
		return err
	}
	defer it.Close()
	for it.First(); it.Valid(); it.Next() {
		if err := visit(it.Key()[len(prefix):], it.Value()); err != nil {
			return err
		}
	}
	return it.Error()
}

func eventKey(b []byte, position uint64) []byte {
	return binary.BigEndian.AppendUint64(append(b, 'l'), position)
}

// Head says where the folder stands.
func (s *Store) Head() (store.Head, error) {
	meta, err := s.get([]byte("m"))
	if err != nil {
		return store.Head{}, err
	}
	h := store.Head{Meta: meta}
	it, err := s.pebble.NewIter(&pebble.IterOptions{LowerBound: []byte("l"), UpperBound: []byte("m")})
	if err != nil {
		return h, err
	}
	defer it.Close()
	if it.First() {
		h.First = binary.BigEndian.Uint64(it.Key()[1:])
	}
	if it.Last() {
		h.Last = binary.BigEndian.Uint64(it.Key()[1:])
	}
	return h, it.Error()
}

// Append adds to the log in one synced batch.
func (s *Store) Append(a *store.Append) error {
	b := s.pebble.NewBatch()
	defer b.Close()
	var key []byte
	for i, e := range a.Events {
		key = eventKey(key[:0], a.First+uint64(i))
		if err := b.Set(key, e, nil); err != nil {
			return err
		}
	}
	for hash, columns := range a.Columns {
		if err := b.Set([]byte("c"+hash), columns, nil); err != nil {
			return err
		}
	}
	for origin, offset := range a.Origins {
		if err := b.Set([]byte("o"+origin), []byte(offset), nil); err != nil {
			return err
		}
	}
	return b.Commit(pebble.Sync)
}

// Events visits the events from a position on.
func (s *Store) Events(from uint64, visit func(position uint64, event []byte) error) error {
	return s.each([]byte("l"), eventKey(nil, from), func(rest, value []byte) error {
		return visit(binary.BigEndian.Uint64(rest), value)
	})
}

// Trim lets go of events before a position.
func (s *Store) Trim(before uint64) error {
	return s.pebble.DeleteRange(eventKey(nil, 0), eventKey(nil, before), pebble.NoSync)
}

// Columns returns what an Append had under a hash.
func (s *Store) Columns(hash string) ([]byte, error) { return s.get([]byte("c" + hash)) }

// Origins visits how far the origins have been taken in whose names have a prefix.
func (s *Store) Origins(prefix string, visit func(origin, offset string)) error {
	first := []byte("o" + prefix)
	return s.each(first, first, func(rest, value []byte) error {
		visit(prefix+string(rest), string(value))
		return nil
	})
}

func stateKey(b []byte, g store.Group, key []byte) []byte {
	b = append(append(append(b, 's'), g.Name...), 0)
	b = append(append(b, g.Hash...), 0)
	return append(b, key...)
}

// States visits the states of a group.
func (s *Store) States(g store.Group, visit func(key, state []byte) error) error {
	prefix := stateKey(nil, g, nil)
	return s.each(prefix, prefix, visit)
}

// Size is how much of the disk the folder takes.
func (s *Store) Size() (uint64, error) { return s.pebble.Metrics().DiskSpaceUsage(), nil }

// Shared reports that no other server can read the folder.
func (s *Store) Shared() bool { return false }

// Close closes the folder.
func (s *Store) Close() error { return s.pebble.Close() }

type checkpoint struct {
	batch *pebble.Batch
	key   []byte
}

// Begin returns an empty checkpoint.
func (s *Store) Begin() store.Checkpoint { return &checkpoint{batch: s.pebble.NewBatch()} }

func (c *checkpoint) Put(g store.Group, key, state []byte) error {
	c.key = stateKey(c.key[:0], g, key)
	return c.batch.Set(c.key, state, nil)
}

func (c *checkpoint) Drop(g store.Group, key []byte) error {
	c.key = stateKey(c.key[:0], g, key)
	return c.batch.Delete(c.key, nil)
}

func (c *checkpoint) DropGroup(g store.Group) error {
	from := stateKey(nil, g, nil)
	to := append([]byte{}, from...)
	to[len(to)-1]++
	return c.batch.DeleteRange(from, to, nil)
}

func (c *checkpoint) Commit(meta []byte) error {
	if err := c.batch.Set([]byte("m"), meta, nil); err != nil {
		return err
	}
	return c.batch.Commit(pebble.Sync)
}

func (c *checkpoint) Close() error { return c.batch.Close() }
