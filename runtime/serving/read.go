package serving

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/featc-lang/featc/runtime/admission"
	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/serving/store"
	"github.com/featc-lang/featc/runtime/value"
)

// FutureError is reported for a read at an instant that is yet to come.
type FutureError struct{ At, Now int64 } // microseconds since 1970

func (e *FutureError) Error() string {
	at := func(us int64) string { return time.UnixMicro(us).UTC().Format(time.RFC3339Nano) }
	return fmt.Sprintf("read at %s: that is yet to come, it is %s", at(e.At), at(e.Now))
}

// At is the instant of a read: that of its beginning, or an earlier one.
type At struct {
	Instant int64 // microseconds since 1970
	Given   bool  // false: now
}

// mostTries bounds how often a read at now begins anew because some of its keys are
// ahead of the clock.
const mostTries = 8

// Reading is what the reads of one request go to: the states that the service has
// or, where it only reads, those that were got for the request.
type Reading struct {
	s      *Service
	room   *room // nil: the service's own states
	loaded []need
	served []vector // to be logged
}

// vector is what a read gave.
type vector struct {
	by      *registry.Reader
	at      int64
	keys    []value.Value
	request []value.Value
	out     []value.Value
}

// Reading begins the reads of a request. In a service that only reads, needs visits
// all states that they will read, as Reader.Touch does, and these are got at once;
// else it is not called. The Reading is to be closed, and not to be shared.
func (s *Service) Reading(ctx context.Context, needs func(registry.Visit) error) (*Reading, error) {
	switch {
	case s.remote != nil:
		return s.get(ctx, needs)
	case s.opt.Vectors != nil:
		return &Reading{s: s}, nil
	}
	return &s.own, nil
}

// Close ends the reads.
func (r *Reading) Close() {
	if r.room == nil {
		return
	}
	for _, n := range r.loaded {
		_ = r.room.pkg.States[n.state].Drop([]byte(n.key)) // it was put there by this key
	}
	r.s.remote.rooms.Put(r.room)
}

// Served says that what was read has been served, so that it is logged.
func (r *Reading) Served() {
	if len(r.served) == 0 {
		return // where nothing is logged, requests share a Reading
	}
	for _, v := range r.served {
		r.s.opt.Vectors.Record(v.by, v.at, v.keys, v.request, v.out)
	}
	r.served = r.served[:0]
}

// Read reads the features of an entity into out, a value per feature, and returns
// as of when. A read at an instant that the states of its keys do not cover
// any more fails with an *admission.BehindError.
func (r *Reading) Read(by *registry.Reader, at At, keys, request, out []value.Value) (int64, error) {
	instant, err := r.read(by, at, keys, request, out)
	if err == nil && r.s.opt.Vectors != nil {
		r.served = append(r.served, vector{by, instant, slices.Clone(keys), slices.Clone(request), slices.Clone(out)})
	}
	return instant, err
}

// errNotApplied is the error of a read that has to be tried again, when the events
// at hand are applied.
var errNotApplied = fmt.Errorf("keys are ahead of the server's clock, and events are on their way: %w", store.ErrUnavailable)

// longestWait is how long a read waits for events that are on their way: while a
// store does not answer they can be for longer.
const longestWait = 64 * time.Millisecond

func (r *Reading) read(by *registry.Reader, at At, keys, request, out []value.Value) (int64, error) {
	if r.room != nil {
		return r.s.read(r.room.readers[by], at, keys, request, out)
	}
	for pause := time.Millisecond; ; pause *= 2 {
		r.s.apply.RLock()
		instant, err := r.s.read(by, at, keys, request, out)
		r.s.apply.RUnlock()
		if pause > longestWait || !errors.Is(err, errNotApplied) {
			return instant, err
		}
		time.Sleep(pause)
	}
}

func (s *Service) read(r *registry.Reader, at At, keys, request, out []value.Value) (int64, error) {
	if at.Given {
		if now := s.clock.now(); at.Instant > now {
			return 0, &FutureError{at.Instant, now}
		}
		return at.Instant, r.Read(at.Instant, keys, request, out)
	}
	now := s.clock.now()
	for range mostTries {
		err := r.Read(now, keys, request, out)
		var behind *admission.BehindError
		if errors.As(err, &behind) && behind.Horizon > now {
			// An event whose source gave it an arrival, or a time, that is ahead of
			// the clock: by no more than Options.MaxAhead.
			now = behind.Horizon
			if !s.clock.reach(now) {
				return 0, fmt.Errorf("%s: %w", r.Name, errNotApplied)
			}
			continue
		}
		return now, err
	}
	return 0, fmt.Errorf("%s: keys are ahead of the server's clock", r.Name)
}

// Seen reports whether an event of the entity has been seen, and not let go of, by
// any state that a reader reads.
func (r *Reading) Seen(by *registry.Reader, keys []value.Value) bool {
	pkg := r.s.pkg
	if r.room != nil {
		pkg = r.room.pkg
	}
	seen := false
	by.Touch(keys, nil, func(state int, key []byte) {
		seen = seen || pkg.States[state].Has(key)
	})
	return seen
}

// Read is a Reading of one entity.
func (s *Service) Read(r *registry.Reader, at At, keys, request, out []value.Value) (int64, error) {
	reading, err := s.Reading(context.Background(), func(visit registry.Visit) error {
		r.Touch(keys, nil, visit)
		return nil
	})
	if err != nil {
		return 0, err
	}
	defer reading.Close()
	instant, err := reading.Read(r, at, keys, request, out)
	reading.Served()
	return instant, err
}

// Seen reports whether an event of the entity has been seen, and not let go of, by
// any state that the reader reads. Where the service only reads, and its store is
// away, it says no.
func (s *Service) Seen(r *registry.Reader, keys []value.Value) bool {
	reading, err := s.Reading(context.Background(), func(visit registry.Visit) error {
		r.Touch(keys, nil, visit)
		return nil
	})
	if err != nil {
		return false
	}
	defer reading.Close()
	return reading.Seen(r, keys)
}
