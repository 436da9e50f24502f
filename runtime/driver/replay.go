package driver

import (
	"bufio"
	"errors"
	"fmt"

	"github.com/featc-lang/featc/runtime/admission"
	"github.com/featc-lang/featc/runtime/codec"
	"github.com/featc-lang/featc/runtime/columns"
	"github.com/featc-lang/featc/runtime/replay"
	"github.com/featc-lang/featc/runtime/wire"
)

// replay runs a group over the batches that follow, and answers with what it
// reads and then with what became of the events.
func (s *server) replay(r *codec.Reader, in *bufio.Reader) error {
	of := s.packages[s.selected].Replay
	if of == nil {
		return errors.New("the package was not generated for replays")
	}
	i, workers := r.Uint64(), r.Uint64()
	if err := r.Close(); err != nil {
		return err
	}
	groups := of()
	if i >= uint64(len(groups)) || workers == 0 {
		return fmt.Errorf("no group %d for %d workers", i, workers)
	}
	var frame []byte
	next := func(rows *replay.Rows) (bool, error) {
		var err error
		if frame, err = wire.ReadFrame(in, frame); err != nil {
			return false, err
		}
		switch frame[0] {
		case wire.Batch:
			return true, rows.Decode(frame[1:])
		case wire.End:
			return false, nil
		}
		return false, fmt.Errorf("%q amid a replay", frame[0])
	}
	emit := func(b *columns.Batch) error {
		s.answer = b.Append(append(s.answer[:0], wire.Batch), 0, b.Rows)
		return wire.WriteFrame(s.w, s.answer)
	}
	var verdicts admission.Counters
	if err := groups[i].Run(int(workers), next, emit, &verdicts); err != nil {
		return err
	}
	s.answer = append(s.answer[:0], wire.Counts)
	for _, v := range admission.Verdicts {
		s.answer = codec.AppendInt64(s.answer, verdicts.Of(v))
	}
	if err := wire.WriteFrame(s.w, s.answer); err != nil {
		return err
	}
	return s.w.Flush()
}
