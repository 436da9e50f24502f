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
	"strings"
	"syscall"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/vfs"

	"github.com/featc-lang/featc/runtime/serving/store"
)

// Store is an open folder.
type Store struct {
	pebble *pebble.DB
	lock   *pebble.Lock
	faults *faults
	acked  acknowledged
}

var _ store.Store = (*Store)(nil)

// Options say how a folder is opened.
type Options struct {
	Log *slog.Logger // nil: the default one

	// Fatal is called, once, with the reason why the process is about to end: Pebble
	// cannot go on where it does not know what is on disk, as when the log cannot be
	// written. It saves what is in memory alone. It must not call the store, nor wait
	// for what does, and has 30 seconds. nil: there is nothing to save.
	Fatal func(error)

	fs vfs.FS // nil: the disk
}

// Open opens a folder, which it makes where there is none. It returns an error that
// says so where the folder is open already; one that wraps store.ErrDiverged where
// Pebble finds damage; and the error of the disk where that takes no writes. The folder may
// then stay locked until the disk takes writes, or the process ends.
func Open(dir string, log *slog.Logger) (*Store, error) { return OpenWith(dir, Options{Log: log}) }

// OpenWith is Open with options.
func OpenWith(dir string, o Options) (*Store, error) {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.fs == nil {
		o.fs = vfs.Default
	}
	path := o.fs.PathJoin(dir, "db")
	if err := o.fs.MkdirAll(path, 0o755); err != nil {
		return nil, err
	}
	lock, err := pebble.LockDirectory(path, o.fs)
	if err != nil {
		return nil, inUse(err)
	}
	f := newFaults(&o)
	type opened struct {
		pebble *pebble.DB
		err    error
	}
	done := make(chan opened, 1)
	go func() {
		p, err := open(path, lock, f)
		done <- opened{p, err}
	}()
	var got opened
	select {
	case got = <-done:
		if got.err == nil {
			got.err = f.begun()
		}
	case err := <-f.failed:
		// Pebble goes on trying. Should it come through, it is to let go of the folder.
		go func() {
			if got := <-done; got.err == nil {
				_ = got.pebble.Close()
			}
			_ = lock.Close()
		}()
		return nil, err
	}
	if got.err != nil {
		if got.pebble != nil {
			return nil, got.err // Pebble is stuck, and closing it would be, too
		}
		return nil, errors.Join(got.err, lock.Close())
	}
	acked, err := openAcknowledged(o.fs, o.fs.PathJoin(dir, acknowledgedName))
	if err != nil {
		return nil, errors.Join(err, got.pebble.Close(), lock.Close())
	}
	return &Store{got.pebble, lock, f, acked}, nil
}

func open(path string, lock *pebble.Lock, f *faults) (*pebble.DB, error) {
	p, err := pebble.Open(path, &pebble.Options{
		FS:            disk{f.fs, f},
		Lock:          lock,
		Logger:        f,
		MemTableSize:  32 << 20,
		EventListener: &pebble.EventListener{BackgroundError: f.background},
	})
	if pebble.IsCorruptionError(err) {
		return nil, fmt.Errorf("%w: %w", store.ErrDiverged, err)
	}
	return p, err
}

// inUse says what it means that the folder cannot be locked.
func inUse(err error) error {
	switch {
	case errors.Is(err, syscall.EAGAIN):
		return fmt.Errorf("another process has the data folder open (%w)", err)
	case strings.Contains(err.Error(), "lock held by current process"):
		return errors.New("this process has the data folder open already")
	}
	return err
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
	if h.Acknowledged, err = s.acked.position(); err != nil {
		return h, err
	}
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

// commit syncs a batch.
func (s *Store) commit(b *pebble.Batch) error {
	defer s.faults.panicked()
	return b.Commit(pebble.Sync)
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
	if err := s.commit(b); err != nil || len(a.Events) == 0 {
		return err
	}
	return s.acked.set(a.First + uint64(len(a.Events)) - 1)
}

// Events visits the events from a position on.
func (s *Store) Events(from uint64, visit func(position uint64, event []byte) error) error {
	return s.each([]byte("l"), eventKey(nil, from), func(rest, value []byte) error {
		return visit(binary.BigEndian.Uint64(rest), value)
	})
}

// Trim lets go of events before a position.
func (s *Store) Trim(before uint64) error {
	defer s.faults.panicked()
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
func (s *Store) Close() error {
	return errors.Join(s.pebble.Close(), s.acked.file.Close(), s.lock.Close())
}

type checkpoint struct {
	store *Store
	batch *pebble.Batch
	key   []byte
}

// Begin returns an empty checkpoint.
func (s *Store) Begin() store.Checkpoint { return &checkpoint{store: s, batch: s.pebble.NewBatch()} }

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
	return c.store.commit(c.batch)
}

func (c *checkpoint) Close() error { return c.batch.Close() }
