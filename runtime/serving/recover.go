package serving

import (
	"errors"
	"fmt"
	"time"

	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/serving/journal"
	"github.com/featc-lang/featc/runtime/snapshot"
)

// RebuildError is reported where the states of a group are of another definition
// and cannot be made anew.
type RebuildError struct {
	Group   string
	First   uint64 // position of the oldest event in the log
	History bool   // the states began with history that was never in the log
	Err     error  // what is wrong with an event of the log, by the new definition; nil: nothing
}

// Unwrap returns what is wrong with an event.
func (e *RebuildError) Unwrap() error { return e.Err }

func (e *RebuildError) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("group %s has another definition than its states, and cannot be rebuilt: %v; "+
			"start with an empty data folder, from history", e.Group, e.Err)
	}
	if e.History {
		return fmt.Sprintf("group %s has another definition than its states, and cannot be rebuilt: they began with history, "+
			"which is not in the log; materialize anew, into an empty store", e.Group)
	}
	return fmt.Sprintf("group %s has another definition than its states, and cannot be rebuilt: the log begins with event %d, "+
		"older ones were let go of; start with an empty data folder, from history", e.Group, e.First)
}

// recover brings the operators to where the log ends.
func (s *Service) recover() error {
	meta := s.db.Meta()
	var other []int // states of another definition, or of none
	for i, g := range s.pkg.States {
		if meta.Groups[g.Name()] != g.Hash() {
			other = append(other, i)
			continue
		}
		if err := s.db.States(g.Name(), g.Hash(), g.Put); err != nil {
			return fmt.Errorf("states of group %s: %w", g.Name(), err)
		}
	}
	s.clock.restore(meta.At)
	for src, a := range s.sources {
		a.newest.Store(meta.Newest[src.Name])
	}
	if meta.Expired != nil {
		s.pkg.Expire(*meta.Expired)
	}
	if len(other) > 0 && (meta.Position > 0 || meta.History != nil) {
		if err := s.rebuild(other, &meta); err != nil {
			return err
		}
	}
	s.applied = meta.Position
	s.history = meta.History // meta.At is not before it, so what is stamped arrives later
	n, step := 0, s.replaying("applying events behind the checkpoint")
	err := s.db.Events(meta.Position+1, s.pkg.Sources, func(e *journal.Event) error {
		n++
		return errors.Join(step(e.Position), s.reapply(e))
	})
	if err != nil {
		return err
	}
	if _, last := s.db.Span(); last > s.applied {
		s.applied = last // events of sources that are no more
	}
	for source, n := range s.db.Gone() {
		s.opt.Log.Warn("the log has events of a source that there is not any more", "source", source, "events", n)
	}
	keys := 0
	for _, g := range s.pkg.Groups {
		keys += g.Keys()
		g.Verdicts.Reset() // events are counted when they come in
	}
	s.opt.Log.Info("state is restored", "keys", keys, "checkpoint", meta.Position, "events behind it", n)
	return nil
}

// replaying returns what is to be told the position of each event of the log that is
// applied: it says every ten seconds how far that is, and ends it when the opening is
// to end.
func (s *Service) replaying(what string) func(position uint64) error {
	_, last := s.db.Span()
	said, n := time.Now(), 0
	return func(position uint64) error {
		if n++; n%1024 != 0 {
			return nil
		}
		if time.Since(said) >= 10*time.Second {
			said = time.Now()
			s.opt.Log.Info(what, "position", position, "last", last)
		}
		return s.opt.Opening.Err()
	}
}

// reapply applies an event of the log.
func (s *Service) reapply(e *journal.Event) error {
	if err := e.Source.Check(e.Row); err != nil {
		return fmt.Errorf("event %d: %w", e.Position, err)
	}
	if a := e.Source.Arrival; a >= 0 && e.Row[a].I <= e.Accepted+s.opt.MaxAhead.Microseconds() {
		s.clock.restore(e.Row[a].I)
	}
	s.applyOne(e)
	return nil
}

// errBehind ends the reading of the log: what is next is behind the checkpoint.
var errBehind = errors.New("behind the checkpoint")

// rebuild makes states anew from the events up to the last checkpoint.
func (s *Service) rebuild(other []int, meta *journal.Meta) error {
	if first, _ := s.db.Span(); first > 1 || meta.History != nil {
		return &RebuildError{Group: s.pkg.States[other[0]].Name(), First: first, History: meta.History != nil}
	}
	for _, i := range other {
		g := s.pkg.States[i]
		s.opt.Log.Info("states are rebuilt from the log", "group", g.Name(), "hash", g.Hash(), "events", meta.Position)
	}
	anew, step := s.fresh(), s.replaying("rebuilding states")
	err := s.db.Events(1, anew.Sources, func(e *journal.Event) error {
		if e.Position > meta.Position {
			return errBehind
		}
		if err := step(e.Position); err != nil {
			return err
		}
		if err := e.Source.Apply(e.Row); err != nil {
			return &RebuildError{Group: s.pkg.States[other[0]].Name(), Err: fmt.Errorf("event %d: %w", e.Position, err)}
		}
		return nil
	})
	if err != nil && !errors.Is(err, errBehind) {
		return err
	}
	for _, i := range other {
		g := s.pkg.States[i]
		if err := s.moveStates(i, anew.States[i], g); err != nil {
			return err
		}
		if old := meta.Groups[g.Name()]; old != "" {
			if err := s.dropGroup(g.Name(), old); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Service) moveStates(i int, from, to snapshot.Group) error {
	var err error
	var keys [][]byte
	from.Each(func(key []byte) { keys = append(keys, append([]byte{}, key...)) })
	for _, key := range keys {
		state, _ := from.Get(key, nil)
		if err = to.Put(key, state); err != nil {
			return err
		}
		if err = from.Drop(key); err != nil {
			return err
		}
		s.changes.touch(i, key)
	}
	return nil
}

// dropGroup drops states of another definition from the data folder. Those of this
// one are in the next checkpoint; until then they are rebuilt again.
func (s *Service) dropGroup(name, hash string) error {
	c := s.db.Checkpoint()
	defer c.Close()
	if err := c.DropGroup(name, hash); err != nil {
		return err
	}
	meta := s.db.Meta()
	groups := map[string]string{}
	for k, v := range meta.Groups {
		if k != name {
			groups[k] = v
		}
	}
	meta.Groups = groups
	return c.Commit(meta)
}

// Log calls visit for the logged events from a position on, in the order in which
// they were applied, with the arrivals that they were given.
func (s *Service) Log(from uint64, visit func(source *registry.Source, e *journal.Event) error) error {
	if s.db == nil {
		return nil
	}
	return s.db.Events(from, s.pkg.Sources, func(e *journal.Event) error { return visit(e.Source, e) })
}
