package serving

import (
	"errors"
	"fmt"
	"time"

	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/serving/journal"
	"github.com/featc-lang/featc/runtime/value"
)

// ErrNotEmpty is reported for history that is to go into a data folder which has
// events or states already.
var ErrNotEmpty = errors.New("the data folder, or the store, is not empty, and history goes into an empty one")

// Apply takes an event of a source.
type Apply func(source string, row []value.Value) error

// Materialized says what Materialize has built.
type Materialized struct {
	Events uint64 `json:"events"`
	Keys   int    `json:"keys"` // with a state, over all groups
}

// Materialize builds the states of an empty data folder, or of Options.Store, from history: every event
// that had arrived by an instant, in microseconds since 1970. History calls apply for
// each of them, in order of their arrival. A Service on the folder goes on from
// there: it takes the events in that arrive later, and leaves out those that are in
// the history. Where Materialize fails, or is killed, the folder stays empty.
func Materialize(fresh func() *registry.Package, opt Options, until int64, history func(apply Apply) error) (*Materialized, error) {
	opt = opt.withDefaults()
	if now := opt.Wall(); until > now {
		return nil, fmt.Errorf("history up to %s: that is yet to come", time.UnixMicro(until).UTC().Format(time.RFC3339Nano))
	}
	pkg := fresh()
	db, err := openJournal(&opt, pkg.Name)
	if err == nil && db == nil {
		err = errors.New("history needs a data folder, or a store, to go into")
	}
	if err != nil {
		return nil, err
	}
	done, err := materialize(db, pkg, until, history)
	return done, errors.Join(err, db.Close())
}

func materialize(db *journal.DB, pkg *registry.Package, until int64, history func(apply Apply) error) (*Materialized, error) {
	meta := db.Meta()
	if _, last := db.Span(); last > 0 || meta.History != nil {
		return nil, ErrNotEmpty
	}
	sources := map[string]*registry.Source{}
	for _, s := range pkg.Sources {
		sources[s.Name] = s
	}
	out := &Materialized{}
	err := history(func(source string, row []value.Value) error {
		s := sources[source]
		if s == nil {
			return nil // no view reads it
		}
		if err := s.Check(row); err != nil {
			return fmt.Errorf("event %d: %w", out.Events, err)
		}
		if at := s.Arrived(row); at > until {
			return fmt.Errorf("event %d of %s arrived at %s, after the history's end", out.Events, source, time.UnixMicro(at).UTC().Format(time.RFC3339Nano))
		}
		out.Events++
		return s.Apply(row)
	})
	if err != nil {
		return nil, err
	}
	pkg.Expire(until) // no read goes behind the history's end
	into := db.Checkpoint()
	defer into.Close()
	meta.Position, meta.At, meta.History, meta.Expired, meta.Groups = out.Events, until, &until, &until, map[string]string{}
	for _, g := range pkg.States {
		meta.Groups[g.Name()] = g.Hash()
		var keys [][]byte // states cannot be got within Each
		g.Each(func(key []byte) { keys = append(keys, append([]byte{}, key...)) })
		var state []byte
		for _, key := range keys {
			state, _ = g.Get(key, state[:0])
			if err := into.Put(g.Name(), g.Hash(), key, state); err != nil {
				return nil, err
			}
		}
		out.Keys += len(keys)
	}
	return out, into.Commit(meta)
}

// inHistory reports whether an event is in the history from which the states were
// built. One that is yet to get its arrival is not: it arrives now.
func (s *Service) inHistory(src *registry.Source, row []value.Value) bool {
	if s.history == nil || src.Arrival >= 0 && row[src.Arrival].IsNull() {
		return false
	}
	return src.Arrived(row) <= *s.history
}
