package serving

import "sync"

// clock gives arrival stamps and the instants of reads such that an event is
// visible to a read exactly when its stamp is at or before the read's instant:
//
//   - stamps grow, by a microsecond at least, and are later than every instant
//     that was given to a read before;
//   - while an event that has a stamp is not yet applied, reads are before it.
//
// All are microseconds since 1970.
type clock struct {
	wall func() int64

	mu      sync.Mutex
	stamped int64 // the newest stamp
	pending int64 // the oldest stamp that is not applied; 0: there is none
	read    int64 // the newest instant of a read
}

// now returns the instant of a read that begins.
func (c *clock) now() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := max(c.wall(), c.stamped, c.read)
	if c.pending != 0 {
		t = min(t, c.pending-1)
	}
	c.read = max(c.read, t)
	return t
}

// stamp returns the arrival of an event, which is pending from then on.
func (c *clock) stamp() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stamped = max(c.wall(), c.stamped+1, c.read+1)
	if c.pending == 0 {
		c.pending = c.stamped
	}
	return c.stamped
}

// reach has reads at an instant that a key is at, though it is ahead of the others,
// and reports whether all events are applied whose stamps are not later.
func (c *clock) reach(t int64) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.read = max(c.read, t)
	return c.pending == 0 || c.pending > t
}

// applied says that the oldest stamp that is not applied is next; 0: all are.
func (c *clock) applied(next int64) {
	c.mu.Lock()
	c.pending = next
	c.mu.Unlock()
}

// restore takes note of a stamp from the log.
func (c *clock) restore(stamp int64) {
	c.mu.Lock()
	c.stamped = max(c.stamped, stamp)
	c.mu.Unlock()
}
