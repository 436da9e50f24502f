package serving

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/featc-lang/featc/runtime/serving/journal"
	"github.com/featc-lang/featc/runtime/serving/store"
	"github.com/featc-lang/featc/runtime/snapshot"
)

// changes are the keys whose states differ from those of the last checkpoint. While
// a checkpoint is taken, saving are the keys that are still to be encoded: before an
// event changes one of them, it is.
type changes struct {
	key []byte // scratch of the committer

	mu      sync.Mutex
	states  []snapshot.Group
	changed []map[string]struct{}
	n       int // in changed
	saving  []map[string]struct{}
	into    *journal.Checkpoint
	err     error
	state   []byte // scratch
}

func (c *changes) reset(states []snapshot.Group) {
	c.states = states
	c.changed, c.n = make([]map[string]struct{}, len(states)), 0
	for i := range c.changed {
		c.changed[i] = map[string]struct{}{}
	}
}

// touch is called before an event changes a key.
func (c *changes) touch(state int, key []byte) {
	c.mu.Lock()
	if c.saving != nil {
		if _, ok := c.saving[state][string(key)]; ok {
			delete(c.saving[state], string(key))
			c.save(state, key)
		}
	}
	if _, ok := c.changed[state][string(key)]; !ok {
		c.changed[state][string(key)] = struct{}{}
		c.n++
	}
	c.mu.Unlock()
}

// save encodes a state into the checkpoint. The lock is held.
func (c *changes) save(state int, key []byte) {
	g := c.states[state]
	var found bool
	c.state, found = g.Get(key, c.state[:0])
	var err error
	if found {
		err = c.into.Put(g.Name(), g.Hash(), key, c.state)
	} else {
		err = c.into.Drop(g.Name(), g.Hash(), key)
	}
	if c.err == nil {
		c.err = err
	}
}

// begin starts a checkpoint of what has changed, and returns that.
func (c *changes) begin(into *journal.Checkpoint) []map[string]struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	began := make([]map[string]struct{}, len(c.changed))
	c.into, c.err, c.saving = into, nil, c.changed
	for i, keys := range c.changed {
		began[i] = make(map[string]struct{}, len(keys))
		for k := range keys {
			began[i][k] = struct{}{}
		}
	}
	c.reset(c.states)
	return began
}

// saveTogether bounds the states for which an event has to wait.
const saveTogether = 32

// rest encodes what no event has had encoded.
func (c *changes) rest() error {
	for i := range c.states {
		for more := true; more; {
			c.mu.Lock()
			n := 0
			for k := range c.saving[i] {
				delete(c.saving[i], k)
				c.save(i, []byte(k))
				if n++; n == saveTogether {
					break
				}
			}
			more = len(c.saving[i]) > 0
			c.mu.Unlock()
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.saving, c.into = nil, nil
	return c.err
}

// undo makes keys changed again whose checkpoint failed.
func (c *changes) undo(began []map[string]struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, keys := range began {
		for k := range keys {
			if _, ok := c.changed[i][k]; !ok {
				c.changed[i][k] = struct{}{}
				c.n++
			}
		}
	}
}

func (c *changes) count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.n
}

// Checkpoint writes what has changed since the last one. Events and reads go on
// meanwhile. One at a time may be called.
func (s *Service) Checkpoint() error {
	if s.db == nil {
		return nil
	}
	into := s.db.Checkpoint()
	defer into.Close()
	meta := s.db.Meta()
	s.apply.Lock()
	meta.Position, meta.At = s.applied, s.clock.now()
	meta.Newest = map[string]int64{}
	for src, a := range s.sources {
		meta.Newest[src.Name] = a.newest.Load()
	}
	began := s.changes.begin(into)
	s.apply.Unlock()
	err := s.changes.rest()
	if err == nil {
		meta.Groups = map[string]string{}
		for _, g := range s.pkg.States {
			meta.Groups[g.Name()] = g.Hash()
		}
		err = into.Commit(meta)
	}
	if err != nil {
		s.changes.undo(began)
		return fmt.Errorf("checkpoint: %w", err)
	}
	if s.opt.KeepLog > 0 {
		return s.db.Trim(meta.Position, s.opt.Wall()-s.opt.KeepLog.Microseconds())
	}
	return nil
}

// Expire lets go of what no read from an instant on can need, in microseconds since
// 1970, here and in the data folder. It must not run beside Checkpoint.
func (s *Service) Expire(at int64) error {
	s.pkg.Expire(at)
	if s.db == nil {
		return nil
	}
	// What is not there any more is dropped by the next checkpoint, and that states
	// have expired has to stand there too.
	gone := s.db.Checkpoint()
	defer gone.Close()
	for i, g := range s.pkg.States {
		err := s.db.States(g.Name(), g.Hash(), func(key, _ []byte) error {
			if !g.Has(key) {
				s.changes.touch(i, key)
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("expire: %w", err)
		}
	}
	meta := s.db.Meta()
	meta.Expired = &at
	return gone.Commit(meta)
}

// sayAgain is how often a failure is logged that lasts: a store can be away for long.
const sayAgain = 10 * time.Second

// upkeep takes checkpoints, and has states expire.
func (s *Service) upkeep() {
	defer s.done.Done()
	const look = 100 * time.Millisecond
	tick := time.NewTicker(look)
	defer tick.Stop()
	saved, expired, said := time.Now(), time.Now(), time.Time{}
	for {
		select {
		case <-s.closing:
			return
		case <-tick.C:
		}
		if time.Since(expired) >= s.opt.ExpireEvery {
			expired = time.Now()
			if err := s.Expire(s.opt.Wall() - s.opt.KeepReads.Microseconds()); err != nil {
				s.opt.Log.Error("expire failed", "error", err)
			}
		}
		// Those who read a shared store want to know that nothing has changed, too.
		n, shared := s.changes.count(), s.db != nil && s.db.Shared()
		if n >= s.opt.CheckpointKeys || (n > 0 || shared) && time.Since(saved) >= s.opt.CheckpointEvery {
			began := time.Now()
			saved = began
			if err := s.Checkpoint(); err != nil {
				if time.Since(said) >= sayAgain {
					said = time.Now()
					s.opt.Log.Error("checkpoint failed", "error", err)
				}
				if errors.Is(err, store.ErrFenced) {
					s.fail(err)
				}
				continue
			}
			if n > 0 {
				s.opt.Log.Info("checkpoint", "keys", n, "seconds", time.Since(began).Seconds())
			}
		}
	}
}
