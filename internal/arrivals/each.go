package arrivals

import (
	"context"
	"errors"

	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/duck"
	"github.com/featc-lang/featc/runtime/value"
)

// ErrEnough ends Each, which then returns nil.
var ErrEnough = errors.New("enough events have been read")

// Each calls use with every event, by arrival, in microseconds since 1970, and where
// that is the same in the order of the sources. The row is reused, its texts are not.
func (r *Reader) Each(ctx context.Context, use func(src *ir.Source, arrival int64, row []value.Value) error) error {
	var streams []*stream
	defer func() {
		for _, s := range streams {
			s.cursor.Close()
			s.db.Close()
		}
	}()
	for _, src := range r.sources { // all are sorted before one is used
		s, err := r.stream(ctx, src)
		if err != nil {
			return err
		}
		streams = append(streams, s)
	}
	for {
		next := earliest(streams)
		if next == nil {
			return nil
		}
		if err := use(next.src, next.arrival, next.read()); errors.Is(err, ErrEnough) {
			return nil
		} else if err != nil {
			return err
		}
		if err := next.advance(); err != nil {
			return err
		}
	}
}

// earliest is the stream whose next event is; nil: there are no more.
func earliest(streams []*stream) *stream {
	var out *stream
	for _, s := range streams {
		if s.cursor.More() && (out == nil || s.arrival < out.arrival) {
			out = s
		}
	}
	return out
}

// stream is the events of one source.
type stream struct {
	src     *ir.Source
	db      *duck.Native
	cursor  *duck.Cursor
	arrival int64 // of the next event
	row     []value.Value
}

func (r *Reader) stream(ctx context.Context, src *ir.Source) (*stream, error) {
	query, err := duck.DuckDB.Arrivals(src, r.options())
	if err != nil {
		return nil, err
	}
	s := &stream{src: src, row: make([]value.Value, len(src.Columns))}
	if s.db, err = r.db.Beside(); err != nil {
		return nil, err
	}
	of := make([]types.Type, len(src.Columns))
	for i, c := range src.Columns {
		of[i] = c.Type
	}
	if s.cursor, err = s.db.Cursor(ctx, sqlast.PrintQuery(duck.DuckDB, query), of); err != nil {
		s.db.Close()
		return nil, err
	}
	s.look()
	return s, nil
}

func (s *stream) advance() error {
	if err := s.cursor.Advance(); err != nil {
		return err
	}
	s.look()
	return nil
}

// look finds when the next event arrives.
func (s *stream) look() {
	if !s.cursor.More() {
		return
	}
	arrived := value.Null
	if s.src.Arrival != ir.None {
		arrived = s.cell(s.src.Arrival)
	}
	if s.arrival = arrived.I; arrived.IsNull() {
		s.arrival = s.cell(s.src.Time).I + s.src.Delay
	}
}

func (s *stream) cell(i int) value.Value { return s.cursor.Batch.Columns[i].Value(s.cursor.Row) }

func (s *stream) read() []value.Value {
	for i := range s.row {
		s.row[i] = s.cell(i)
	}
	return s.row
}
