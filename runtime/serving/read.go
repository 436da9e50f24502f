package serving

import (
	"errors"
	"fmt"
	"time"

	"github.com/featc-lang/featc/runtime/admission"
	"github.com/featc-lang/featc/runtime/registry"
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

// Read reads the features of an entity into out, a value per feature, and returns
// as of when. A read at an instant that the states of its keys do not cover
// any more fails with an *admission.BehindError.
func (s *Service) Read(r *registry.Reader, at At, keys, request, out []value.Value) (int64, error) {
	instant, err := s.read(r, at, keys, request, out)
	if err == nil && s.opt.Vectors != nil {
		s.opt.Vectors.Record(r, instant, keys, request, out)
	}
	return instant, err
}

func (s *Service) read(r *registry.Reader, at At, keys, request, out []value.Value) (int64, error) {
	s.apply.RLock()
	defer s.apply.RUnlock()
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
			continue
		}
		return now, err
	}
	return 0, fmt.Errorf("%s: keys are ahead of the server's clock", r.Name)
}

// Seen reports whether an event of the entity has been seen, and not let go of, by
// any state that the reader reads.
func (s *Service) Seen(r *registry.Reader, keys []value.Value) bool {
	seen := false
	r.Touch(keys, nil, func(state int, key []byte) {
		seen = seen || s.pkg.States[state].Has(key)
	})
	return seen
}
