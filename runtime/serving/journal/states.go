package journal

import (
	"encoding/json"
	"errors"

	"github.com/featc-lang/featc/runtime/codec"
	"github.com/featc-lang/featc/runtime/serving/store"
)

// Checkpoint is a set of changes to the states, to be made at once.
type Checkpoint struct {
	db   *DB
	into store.Checkpoint
	Keys int // how many states were put or dropped
}

// Checkpoint returns an empty checkpoint. It is not safe for concurrent use.
func (d *DB) Checkpoint() *Checkpoint {
	return &Checkpoint{db: d, into: d.store.Begin()}
}

// Put adds the state of a key.
func (c *Checkpoint) Put(group, hash string, key, state []byte) error {
	c.Keys++
	return c.into.Put(store.Group{Name: group, Hash: hash}, key, state)
}

// Drop adds that a key has no state.
func (c *Checkpoint) Drop(group, hash string, key []byte) error {
	c.Keys++
	return c.into.Drop(store.Group{Name: group, Hash: hash}, key)
}

// DropGroup adds that nothing is left of a group under a hash.
func (c *Checkpoint) DropGroup(group, hash string) error {
	return c.into.DropGroup(store.Group{Name: group, Hash: hash})
}

// Commit makes the changes, with what m says of them. When it returns, they are
// durable.
func (c *Checkpoint) Commit(m Meta) error {
	before := c.db.Meta()
	m.Format, m.Package = before.Format, before.Package
	text, _ := json.Marshal(&m) // strings and numbers always can be
	if err := c.into.Commit(text); err != nil {
		return err
	}
	c.db.mu.Lock()
	c.db.meta = m
	c.db.mu.Unlock()
	return nil
}

// Close lets go of what was not committed.
func (c *Checkpoint) Close() { _ = c.into.Close() } // nothing is lost that was asked for

// States calls visit for every state of a group under a hash. Key and state are
// valid until it returns.
func (d *DB) States(group, hash string, visit func(key, state []byte) error) error {
	return d.store.States(store.Group{Name: group, Hash: hash}, visit)
}

// errEnough ends a scan.
var errEnough = errors.New("enough")

// Trim lets go of the events before a position that were accepted before an
// instant, in microseconds since 1970. The newest stays.
func (d *DB) Trim(before uint64, accepted int64) error {
	first, last := d.Span()
	end, limit := first, min(before, last)
	err := d.store.Events(first, func(position uint64, event []byte) error {
		if position >= limit || codec.NewReader(event).Time() >= accepted {
			return errEnough
		}
		end = position + 1
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		return err
	}
	if end == first {
		return nil
	}
	if err := d.store.Trim(end); err != nil {
		return err
	}
	d.mu.Lock()
	d.first = end
	d.mu.Unlock()
	return nil
}
