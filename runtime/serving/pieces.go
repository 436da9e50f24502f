package serving

import (
	"context"
	"fmt"
	"strconv"

	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/value"
)

// Piece says where events stand in what a client sends under a name: it sends row
// after row, and after a failure again from anywhere that it knows to be taken in.
type Piece struct {
	Origin string
	From   uint64 // how many rows come before
}

// GapError is reported for a piece before which rows are missing.
type GapError struct {
	Origin    string
	Have, Got uint64
}

func (e *GapError) Error() string {
	return fmt.Sprintf("origin %s: %d rows have been taken in, and this piece begins behind %d", e.Origin, e.Have, e.Got)
}

// pushed is what the names of such origins begin with in the store.
const pushed = "push/"

// IngestPiece takes in those events of a piece that have not been, so that one
// which is sent again counts once.
func (s *Service) IngestPiece(ctx context.Context, src *registry.Source, rows [][]value.Value, p Piece) error {
	return s.ingest(ctx, src, rows, &batch{piece: &p})
}

// Taken returns how many rows of an origin have been taken in. A service that only
// reads does not know: ErrReadOnly.
func (s *Service) Taken(origin string) (uint64, error) {
	if s.remote != nil {
		return 0, ErrReadOnly
	}
	return s.rowsOf(origin), nil
}

func (s *Service) rowsOf(origin string) uint64 {
	s.pushedMu.Lock()
	defer s.pushedMu.Unlock()
	return s.taken[origin]
}

// loadPushed reads how far the origins of pieces have been taken in.
func (s *Service) loadPushed() error {
	var bad error
	err := s.Origins(pushed, func(origin, offset string) {
		n, err := strconv.ParseUint(offset, 10, 64)
		if err != nil {
			bad = fmt.Errorf("offset of origin %s: %w", origin, err)
		}
		s.taken[origin[len(pushed):]] = n
	})
	if err == nil {
		err = bad
	}
	return err
}

// cut leaves out of batches what has been taken in before, and fails those before
// which rows are missing. It returns the batches that are left, and how far the
// origins of pieces are with them.
func (s *Service) cut(all []*batch) (left []*batch, taken map[string]uint64) {
	for _, b := range all {
		if b.piece == nil {
			left = append(left, b)
			continue
		}
		have, ok := taken[b.piece.Origin]
		if !ok {
			have = s.rowsOf(b.piece.Origin)
		}
		end := b.piece.From + uint64(len(b.events))
		switch {
		case b.piece.From > have:
			b.done <- &GapError{b.piece.Origin, have, b.piece.From}
			continue
		case end <= have:
			b.events = nil
		default:
			b.events = b.events[have-b.piece.From:]
			if taken == nil {
				taken = map[string]uint64{}
			}
			taken[b.piece.Origin] = end
		}
		left = append(left, b)
	}
	return left, taken
}

// noteTaken notes what was written of the origins of pieces.
func (s *Service) noteTaken(taken map[string]uint64) {
	s.pushedMu.Lock()
	defer s.pushedMu.Unlock()
	for origin, n := range taken {
		s.taken[origin] = n
	}
}
