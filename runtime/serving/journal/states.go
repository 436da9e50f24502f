package journal

import (
	"bytes"

	"github.com/cockroachdb/pebble/v2"
)

func stateKey(b []byte, group, hash string, key []byte) []byte {
	b = append(append(append(b, 's'), group...), 0)
	b = append(append(b, hash...), 0)
	return append(b, key...)
}

// Checkpoint is a set of changes to the states, to be made at once.
type Checkpoint struct {
	db    *DB
	batch *pebble.Batch
	key   []byte
	Keys  int // how many states were put or dropped
}

// Checkpoint returns an empty checkpoint. It is not safe for concurrent use.
func (d *DB) Checkpoint() *Checkpoint {
	return &Checkpoint{db: d, batch: d.pebble.NewBatch()}
}

// Put adds the state of a key.
func (c *Checkpoint) Put(group, hash string, key, state []byte) error {
	c.Keys++
	c.key = stateKey(c.key[:0], group, hash, key)
	return c.batch.Set(c.key, state, nil)
}

// Drop adds that a key has no state.
func (c *Checkpoint) Drop(group, hash string, key []byte) error {
	c.Keys++
	c.key = stateKey(c.key[:0], group, hash, key)
	return c.batch.Delete(c.key, nil)
}

// DropGroup adds that nothing is left of a group under a hash.
func (c *Checkpoint) DropGroup(group, hash string) error {
	b := bounds(string(stateKey(nil, group, hash, nil)))
	return c.batch.DeleteRange(b.LowerBound, b.UpperBound, nil)
}

// Commit makes the changes, with what m says of them. When it returns, they are on
// disk.
func (c *Checkpoint) Commit(m Meta) error {
	before := c.db.Meta()
	m.Format, m.Package = before.Format, before.Package
	if err := c.batch.Set([]byte("m"), encodeMeta(&m), nil); err != nil {
		return err
	}
	if err := c.batch.Commit(pebble.Sync); err != nil {
		return err
	}
	c.db.mu.Lock()
	c.db.meta = m
	c.db.mu.Unlock()
	return nil
}

// Close lets go of what was not committed.
func (c *Checkpoint) Close() { _ = c.batch.Close() } // nothing is lost that was asked for

// States calls visit for every state of a group under a hash. Key and state are
// valid until it returns.
func (d *DB) States(group, hash string, visit func(key, state []byte) error) error {
	prefix := stateKey(nil, group, hash, nil)
	it, err := d.pebble.NewIter(bounds(string(prefix)))
	if err != nil {
		return err
	}
	defer it.Close()
	for it.First(); it.Valid(); it.Next() {
		if err := visit(bytes.TrimPrefix(it.Key(), prefix), it.Value()); err != nil {
			return err
		}
	}
	return it.Error()
}

// Trim lets go of the events before a position that were accepted before an
// instant, in microseconds since 1970. The newest stays.
func (d *DB) Trim(before uint64, accepted int64) error {
	first, last := d.Span()
	end := first
	if err := d.untilAccepted(accepted, min(before, last), &end); err != nil || end == first {
		return err
	}
	if err := d.pebble.DeleteRange(eventKey(nil, first), eventKey(nil, end), pebble.NoSync); err != nil {
		return err
	}
	d.mu.Lock()
	d.first = end
	d.mu.Unlock()
	return nil
}
