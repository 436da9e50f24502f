package serving

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/serving/journal"
	"github.com/featc-lang/featc/runtime/serving/store"
	"github.com/featc-lang/featc/runtime/text"
	"github.com/featc-lang/featc/runtime/value"
)

// AheadError is reported for an event whose time, or arrival, is too far ahead of
// the server's clock.
type AheadError struct {
	Row    int // from 0
	Column string
	At     int64 // microseconds since 1970
	Most   time.Duration
}

func (e *AheadError) Error() string {
	return fmt.Sprintf("row %d: column %s is %s, more than %v ahead of the server's clock",
		e.Row, e.Column, time.UnixMicro(e.At).UTC().Format(time.RFC3339Nano), e.Most)
}

// RowError is reported for an event that does not fit its source.
type RowError struct {
	Row int // from 0
	Err error
}

func (e *RowError) Error() string { return fmt.Sprintf("row %d: %v", e.Row, e.Err) }

// Unwrap returns what is wrong with it.
func (e *RowError) Unwrap() error { return e.Err }

// batch is events that come in together.
type batch struct {
	events  []journal.Event
	origins map[string]string
	piece   *Piece // nil: not of one
	done    chan error
}

// Ingest takes events of a source in, all or none, and returns when they are on
// disk and applied. It owns the rows from then on: those without an arrival are
// given one. Where the events come from an origin that can repeat them, origins
// says how far it has been taken in with them; Origins has it after a restart.
func (s *Service) Ingest(ctx context.Context, src *registry.Source, rows [][]value.Value, origins map[string]string) error {
	return s.ingest(ctx, src, rows, &batch{origins: origins})
}

func (s *Service) ingest(ctx context.Context, src *registry.Source, rows [][]value.Value, b *batch) error {
	if s.remote != nil {
		return ErrReadOnly
	}
	b.events, b.done = make([]journal.Event, len(rows)), make(chan error, 1)
	now := s.opt.Wall()
	for i, row := range rows {
		if err := s.check(src, row, i, now); err != nil {
			return err
		}
		b.events[i] = journal.Event{Accepted: now, Source: src, Row: row}
	}
	return s.commit(ctx, b)
}

// Why events are refused that could be decoded.
var refusals = [...]string{otherModel: "another model", ahead: "ahead of the clock", unfit: "does not fit"}

const (
	otherModel = iota
	ahead
	unfit
)

// check reports an event that cannot be taken in. One without an arrival is checked
// as if it had one.
func (s *Service) check(src *registry.Source, row []value.Value, i int, now int64) error {
	stamped := len(row) == len(src.Columns) && src.Arrival >= 0 && row[src.Arrival].IsNull()
	if stamped {
		row[src.Arrival] = value.OfTimestamp(now)
	}
	err := src.Check(row)
	if stamped {
		row[src.Arrival] = value.Null
	}
	if err != nil {
		why := unfit
		if other := (*text.ModelError)(nil); errors.As(err, &other) {
			why = otherModel
		}
		s.sources[src].refused[why].Add(1)
		return &RowError{i, err}
	}
	for _, c := range []int{src.Time, src.Arrival} {
		if c >= 0 && !row[c].IsNull() && row[c].I > now+s.opt.MaxAhead.Microseconds() {
			s.sources[src].refused[ahead].Add(1)
			return &AheadError{i, src.Columns[c].Name, row[c].I, s.opt.MaxAhead}
		}
	}
	return nil
}

func (s *Service) commit(ctx context.Context, b *batch) error {
	if err := s.Ready(); err != nil {
		return err
	}
	select {
	case s.queue <- b:
	default:
		return ErrBusy
	}
	select {
	case err := <-b.done:
		return err
	case <-ctx.Done():
		return ctx.Err() // it may still be taken in
	}
}

// Origins calls visit for how far every origin with a prefix has been taken in.
func (s *Service) Origins(prefix string, visit func(origin, offset string)) error {
	if s.db == nil {
		return nil
	}
	return s.db.Origins(prefix, visit)
}

// mostTogether bounds the events that are committed at once.
const mostTogether = 16 << 10

// commits is the committer: it gives events their order, logs and applies them.
func (s *Service) commits() {
	defer s.done.Done()
	for {
		select {
		case b := <-s.queue:
			s.commitAll(s.gather(b))
		case <-s.closing:
			for { // those that were let in before
				select {
				case b := <-s.queue:
					s.commitAll(s.gather(b))
				default:
					return
				}
			}
		}
	}
}

// gather returns a batch and those that wait behind it.
func (s *Service) gather(b *batch) []*batch {
	all, n := []*batch{b}, len(b.events)
	for n < mostTogether {
		select {
		case b := <-s.queue:
			all, n = append(all, b), n+len(b.events)
		default:
			return all
		}
	}
	return all
}

func (s *Service) commitAll(all []*batch) {
	all, taken := s.cut(all)
	if len(all) == 0 {
		return
	}
	err := s.write(all, taken)
	if err != nil {
		s.fail(err)
	}
	for _, b := range all {
		b.done <- err
	}
}

// write stamps, logs and applies the events of batches.
func (s *Service) write(all []*batch, taken map[string]uint64) error {
	if err := s.failed.Load(); err != nil {
		return *err
	}
	var events []journal.Event
	origins := map[string]string{}
	for _, b := range all {
		for _, e := range b.events {
			if s.inHistory(e.Source, e.Row) {
				s.sources[e.Source].inHistory.Add(1)
				continue
			}
			events = append(events, e)
		}
		for k, v := range b.origins {
			origins[k] = v
		}
	}
	for origin, n := range taken {
		origins[pushed+origin] = strconv.FormatUint(n, 10)
	}
	stamps := make([]int64, len(events))
	for i := range events {
		e := &events[i]
		if a := e.Source.Arrival; a >= 0 && e.Row[a].IsNull() {
			stamps[i] = s.clock.stamp()
			e.Row[a] = value.OfTimestamp(stamps[i])
		}
	}
	if s.db != nil {
		if err := s.append(events, origins); err != nil {
			return err
		}
	}
	s.noteTaken(taken)
	s.applyAll(events, stamps)
	return nil
}

// Pauses between tries of a store that is not available.
const (
	shortestPause = 50 * time.Millisecond
	longestPause  = 2 * time.Second
)

// append logs events. While the store is not available it tries again: what was
// written before the store fell silent is not written a second time.
func (s *Service) append(events []journal.Event, origins map[string]string) error {
	pause, began := shortestPause, time.Now()
	for {
		err := s.db.Append(events, origins)
		if err == nil {
			if s.waits.Swap(false) {
				s.opt.Log.Info("the store is back", "after", time.Since(began))
			}
			return nil
		}
		if !errors.Is(err, store.ErrUnavailable) {
			return err
		}
		if !s.waits.Swap(true) {
			s.opt.Log.Warn("the store is not available: events wait", "error", err)
		}
		select {
		case <-time.After(pause):
			pause = min(2*pause, longestPause)
		case <-s.closing:
			return fmt.Errorf("%w: %w", ErrClosed, err)
		}
	}
}

// applyTogether bounds the events for which reads have to wait.
const applyTogether = 64

func (s *Service) applyAll(events []journal.Event, stamps []int64) {
	next := make([]int64, len(stamps)+1) // the first stamp from an event on
	for i := len(stamps) - 1; i >= 0; i-- {
		if next[i] = stamps[i]; next[i] == 0 {
			next[i] = next[i+1]
		}
	}
	for from := 0; from < len(events); from += applyTogether {
		to := min(from+applyTogether, len(events))
		s.apply.Lock()
		for i := from; i < to; i++ {
			s.applyOne(&events[i])
			s.sources[events[i].Source].events.Add(1)
		}
		s.clock.applied(next[to])
		s.apply.Unlock()
	}
}

// applyOne applies an event that was checked. The lock is held.
func (s *Service) applyOne(e *journal.Event) {
	e.Source.Touch(e.Row, s.changes.key[:0], s.changes.touch)
	_ = e.Source.Apply(e.Row) // it was checked
	if e.Position > 0 {
		s.applied = e.Position
	}
	a := s.sources[e.Source]
	column := e.Source.Arrival
	if column < 0 || e.Row[column].IsNull() {
		column = e.Source.Time
	}
	if t := e.Row[column].I; t > a.newest.Load() {
		a.newest.Store(t)
	}
}
