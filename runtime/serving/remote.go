package serving

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/serving/journal"
	"github.com/featc-lang/featc/runtime/serving/store"
)

// ErrReadOnly is reported for events that a service gets which only reads.
var ErrReadOnly = errors.New("this server only reads: send events to the one that writes the store")

// DefinitionError is reported where a shared store has the states of another
// definition of a group.
type DefinitionError struct{ Group, Stored, Want string } // hashes; Stored "": there are none

func (e *DefinitionError) Error() string {
	if e.Stored == "" {
		return fmt.Sprintf("the store has no states of group %s", e.Group)
	}
	return fmt.Sprintf("the store has states of another definition of group %s: %s, want %s", e.Group, e.Stored, e.Want)
}

// remote are the states of a service that only reads: those in a store that another
// one writes.
type remote struct {
	pkg   *registry.Package
	fresh func() *registry.Package
	from  store.Reader
	rooms sync.Pool // of *room

	mu   sync.Mutex
	text string // what the store said last of its checkpoint
	meta journal.Meta
	err  error // why it could not be asked, or is of no use
}

// openRemote opens a service that reads from a store. One that has not been written
// yet will do: until it is, the service is not ready.
func (s *Service) openRemote() {
	s.remote = &remote{pkg: s.pkg, fresh: s.fresh, from: s.opt.ReadFrom}
	s.remote.look(context.Background())
	s.done.Add(1)
	go func() {
		defer s.done.Done()
		tick := time.NewTicker(s.opt.CheckpointEvery)
		defer tick.Stop()
		for {
			select {
			case <-s.closing:
				return
			case <-tick.C:
				ctx, cancel := context.WithTimeout(context.Background(), s.opt.CheckpointEvery)
				s.remote.look(ctx)
				cancel()
			}
		}
	}()
}

// look asks where the store stands.
func (r *remote) look(ctx context.Context) {
	_, text, err := r.from.Get(ctx, nil)
	if err == nil {
		_, err = r.learn(text)
	}
	if err == nil {
		for _, g := range r.pkg.States {
			err = errors.Join(err, r.fits(g.Name(), g.Hash()))
		}
	}
	r.mu.Lock()
	r.err = err
	r.mu.Unlock()
}

// learn takes note of what the store says of its checkpoint.
func (r *remote) learn(text []byte) (journal.Meta, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if text == nil {
		return r.meta, errors.New("the store is empty: no server has written to it")
	}
	if string(text) == r.text {
		return r.meta, nil
	}
	m, err := journal.ReadMeta(text)
	if err == nil {
		err = m.Fits(r.pkg.Name)
	}
	if err != nil {
		return m, err
	}
	if m.Position >= r.meta.Position && m.At >= r.meta.At { // answers may overtake each other
		r.text, r.meta = string(text), m
	}
	return m, nil
}

func (r *remote) fits(group, hash string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if stored := r.meta.Groups[group]; stored != hash {
		return &DefinitionError{group, stored, hash}
	}
	return nil
}

func (r *remote) ready() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err
}

// room is an empty package to load states into.
type room struct {
	pkg     *registry.Package
	readers map[*registry.Reader]*registry.Reader // by those of the service's package
	expired int64
}

func (r *remote) room() *room {
	if made, ok := r.rooms.Get().(*room); ok {
		return made
	}
	made := &room{pkg: r.fresh(), readers: map[*registry.Reader]*registry.Reader{}}
	for i, v := range r.pkg.Views {
		made.readers[v] = made.pkg.Views[i]
	}
	for i, s := range r.pkg.Sets {
		made.readers[s] = made.pkg.Sets[i]
	}
	return made
}

// need is a state that is to be read.
type need struct {
	state int
	key   string
}

// get returns a Reading with the states that needs visits, all of one checkpoint.
func (s *Service) get(ctx context.Context, needs func(registry.Visit) error) (*Reading, error) {
	r := s.remote
	var wanted []need
	var keys []store.Key
	known := map[need]bool{}
	err := needs(func(state int, key []byte) {
		n := need{state, string(key)}
		if known[n] {
			return
		}
		known[n] = true
		g := r.pkg.States[state]
		wanted = append(wanted, n)
		keys = append(keys, store.Key{Group: store.Group{Name: g.Name(), Hash: g.Hash()}, Key: n.key})
	})
	if err != nil {
		return nil, err
	}
	states, text, err := r.from.Get(ctx, keys)
	if err != nil {
		return nil, err
	}
	meta, err := r.learn(text)
	if err != nil {
		return nil, err
	}
	for _, k := range keys {
		if stored := meta.Groups[k.Group.Name]; stored != k.Group.Hash {
			return nil, &DefinitionError{k.Group.Name, stored, k.Group.Hash}
		}
	}
	into := r.room()
	if meta.Expired != nil && *meta.Expired > into.expired {
		into.expired = *meta.Expired
		into.pkg.Expire(into.expired)
	}
	out := &Reading{s: s, room: into}
	for i, n := range wanted {
		if states[i] == nil {
			continue
		}
		out.loaded = append(out.loaded, n)
		if err := into.pkg.States[n.state].Put([]byte(n.key), states[i]); err != nil {
			out.Close()
			return nil, fmt.Errorf("state of group %s: %w", keys[i].Group.Name, err)
		}
	}
	return out, nil
}

// Coverage says up to when the states in a shared store have all events.
type Coverage struct {
	Position uint64
	At       int64 // microseconds since 1970
}

// Covered says what a service that only reads knows of its store; false for one
// that has its own states.
func (s *Service) Covered() (Coverage, bool) {
	if s.remote == nil {
		return Coverage{}, false
	}
	s.remote.mu.Lock()
	defer s.remote.mu.Unlock()
	return Coverage{s.remote.meta.Position, s.remote.meta.At}, true
}
