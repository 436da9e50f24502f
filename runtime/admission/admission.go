// Package admission decides, for the events of one key in the order in which
// they are applied, which are late, which are duplicates and which count. It
// also knows up to when reads must not go back.
package admission

import (
	"fmt"
	"math"
	"slices"
	"sync/atomic"

	"github.com/featc-lang/featc/runtime"
	"github.com/featc-lang/featc/runtime/codec"
)

// Verdict is what became of an event.
type Verdict int

// The verdicts.
const (
	Admitted  Verdict = iota
	Late              // more than the lateness before the newest event
	Duplicate         // its id was there within the given time
	NullKey           // no entity: a key column is null
)

// Verdicts are all verdicts, in order.
var Verdicts = []Verdict{Admitted, Late, Duplicate, NullKey}

var verdictNames = [...]string{"admitted", "late", "duplicate", "null key"}

func (v Verdict) String() string { return verdictNames[v] }

// Rules are a source's. Durations are in microseconds.
type Rules struct {
	Lateness int64 // None: no event is late
	Within   int64 // how far apart in event time events of one id are duplicates
	Arrival  bool  // the source has arrival times of its own or a delay
}

// None stands for no lateness.
const None = -1

// Gate is the admission of one key.
type Gate struct {
	newest  int64 // event time, of all events
	arrived int64 // newest arrival, of all events
	evicted int64 // where letGo is set: from when on what reads need is there
	seen    bool
	letGo   bool
}

// Admit judges an event by its time and takes note of it.
func (g *Gate) Admit(r *Rules, time, arrival int64) Verdict {
	late := g.seen && r.Lateness != None && time < g.newest-r.Lateness
	if !g.seen {
		g.newest, g.arrived, g.seen = time, arrival, true
	}
	g.newest, g.arrived = max(g.newest, time), max(g.arrived, arrival)
	if late {
		return Late
	}
	return Admitted
}

// Horizon is the instant before which no read may go any more: events were
// applied that were not there then, or state is let go of.
func (g *Gate) Horizon(r *Rules) int64 {
	if r.Arrival {
		return g.arrived
	}
	return g.newest
}

// Settled is the event time before which no event is admitted any more, where
// events arrive in any order.
func (g *Gate) Settled(r *Rules) int64 {
	if r.Lateness == None || !g.seen {
		return math.MinInt64
	}
	return g.newest - r.Lateness
}

// InOrder is the event time before which no event is to come any more, where
// events arrive in the order of their times.
func (g *Gate) InOrder() int64 { return g.newest }

// Evicted takes note that only what reads from at on need is still there. What
// was let go of once stays so, whatever is said later of earlier instants.
func (g *Gate) Evicted(at int64) {
	if !g.letGo || at > g.evicted {
		g.evicted, g.letGo = at, true
	}
}

// Forgettable reports whether what g remembers can decide of no event but such
// from before an instant: whether it is late, or a duplicate.
func (g *Gate) Forgettable(r *Rules, before int64) bool {
	return !g.seen || before > math.MinInt64+r.Within && g.newest < before-r.Within
}

// BehindError is reported by a read at an instant that the state does not
// cover any more.
type BehindError struct {
	At, Horizon int64 // microseconds since the epoch
}

func (e *BehindError) Error() string {
	return fmt.Sprintf("read at %d µs is behind what the state of its key covers, from %d µs on", e.At, e.Horizon)
}

// Read returns a *BehindError if the state does not cover the instant.
func (g *Gate) Read(r *Rules, at int64) error {
	if g.seen && r.Arrival && at < g.arrived {
		return &BehindError{at, g.arrived}
	}
	if g.letGo && at < g.evicted {
		return &BehindError{at, g.evicted}
	}
	return nil
}

// Append appends the encoding of g.
func (g *Gate) Append(b []byte) []byte {
	b = codec.AppendBool(codec.AppendBool(b, g.seen), g.letGo)
	return codec.AppendInt64(codec.AppendInt64(codec.AppendInt64(b, g.newest), g.arrived), g.evicted)
}

// Decode decodes what Append wrote.
func (g *Gate) Decode(r *codec.Reader) {
	g.seen, g.letGo = r.Bool(), r.Bool()
	g.newest, g.arrived, g.evicted = r.Int64(), r.Int64(), r.Int64()
}

// IDs remembers the ids of one key's events.
type IDs[T comparable] struct {
	times map[T]int64 // of the newest arrival that was not late
	limit int         // size at which to look for what can be forgotten
}

// minIDs is the number of ids below which forgetting is not worth its while.
const minIDs = 16

// Admit judges an event that is not late by its id, and takes note of it. A null
// id is never a duplicate. Where events can be late, ids are forgotten once
// every event that could be their duplicate would be.
func (d *IDs[T]) Admit(g *Gate, r *Rules, time int64, id runtime.Null[T]) Verdict {
	if !id.Valid {
		return Admitted
	}
	if d.times == nil {
		d.times = map[T]int64{}
	}
	if r.Lateness != None && len(d.times) >= max(d.limit, minIDs) {
		for k, t := range d.times {
			if t+r.Within < g.newest-r.Lateness {
				delete(d.times, k)
			}
		}
		d.limit = 2 * len(d.times)
	}
	before, ok := d.times[id.V]
	d.times[id.V] = time
	if ok && time-before <= r.Within && before-time <= r.Within {
		return Duplicate
	}
	return Admitted
}

// Append appends the encoding of d, ids by f and in order of their encoding.
func (d *IDs[T]) Append(b []byte, f func([]byte, T) []byte) []byte {
	ids := make([]string, 0, len(d.times))
	for id, t := range d.times {
		ids = append(ids, string(codec.AppendInt64(f(nil, id), t)))
	}
	slices.Sort(ids)
	b = codec.AppendUint64(b, uint64(len(ids)))
	for _, id := range ids {
		b = append(b, id...)
	}
	return b
}

// Decode decodes what Append wrote, ids by f.
func (d *IDs[T]) Decode(r *codec.Reader, f func(*codec.Reader) T) {
	n := r.Len()
	d.times = make(map[T]int64, n)
	for range n {
		id := f(r)
		d.times[id] = r.Int64()
	}
}

// Counters count verdicts. They are safe for concurrent use.
type Counters [len(verdictNames)]atomic.Int64

// Count counts v.
func (c *Counters) Count(v Verdict) { c[v].Add(1) }

// Add counts v n times.
func (c *Counters) Add(v Verdict, n int64) { c[v].Add(n) }

// Reset begins to count from 0.
func (c *Counters) Reset() {
	for v := range c {
		c[v].Store(0)
	}
}

// Of returns how many v were counted.
func (c *Counters) Of(v Verdict) int64 { return c[v].Load() }
