package replay

import (
	"context"
	"slices"
	"sort"

	"github.com/featc-lang/featc/backends/gostream"
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/duck"
	"github.com/featc-lang/featc/internal/streamengine"
	"github.com/featc-lang/featc/runtime/columns"
	"github.com/featc-lang/featc/runtime/value"
)

// history is the events and labels of a group, each sorted by DuckDB by key and
// instant, and merged here: one sort of both costs half as much again.
type history struct {
	db, beside *duck.Native
	g          *plan.Group
	events     stream
	labels     stream
	time       int // columns of the events
	arrival    int // ir.None: the time and the delay

	next  *duck.Cursor
	batch *columns.Batch // of labels, to be sent
	send  streamengine.Send
}

// stream is a query and the types of its columns.
type stream struct {
	query string
	of    []types.Type
}

func newHistory(s *Work, g *plan.Group) (*history, error) {
	src, used := g.Source, gostream.ReplayColumns(g)
	events, labels, err := duck.DuckDB.Replay(s.Plan, s.Set, g, used, s.Options)
	if err != nil {
		return nil, err
	}
	h := &history{db: s.DB, g: g, arrival: ir.None}
	h.events.query = sqlast.PrintQuery(duck.DuckDB, events)
	h.labels = stream{sqlast.PrintQuery(duck.DuckDB, labels), []types.Type{types.Int64, types.Timestamp}}
	of := slices.Concat(g.Key, used)
	for i, c := range of {
		h.events.of = append(h.events.of, src.Columns[c].Type)
		switch c {
		case src.Time:
			h.time = i
		case src.Arrival:
			h.arrival = i
		}
	}
	kinds := []value.Kind{value.Int64, value.Int64, value.Timestamp}
	for _, k := range g.Entity.Keys {
		h.labels.of = append(h.labels.of, k.Type)
		kinds = append(kinds, k.Type.Kind)
	}
	h.batch = columns.New(kinds...)
	h.beside, err = s.DB.Beside()
	return h, err
}

func (h *history) close() { h.beside.Close() }

// stream hands on the merged history.
func (h *history) stream(ctx context.Context, send streamengine.Send) error {
	next, err := h.beside.Cursor(ctx, h.labels.query, h.labels.of)
	if err != nil {
		return err
	}
	defer next.Close()
	h.send, h.next = send, next
	err = h.db.Stream(ctx, h.events.query, h.events.of, h.merge)
	none := columns.New(kindsOf(h.events.of)...)
	for err == nil && h.next.More() {
		err = h.label(none, 0, 0)
	}
	if err == nil {
		err = h.flush(none, 0, 0)
	}
	return err
}

func kindsOf(of []types.Type) []value.Kind {
	out := make([]value.Kind, len(of))
	for i, t := range of {
		out[i] = t.Kind
	}
	return out
}

// merge sends events with the labels that come before the last of them.
func (h *history) merge(events *columns.Batch) error {
	sent, place := 0, 0
	for h.next.More() {
		place += sort.Search(events.Rows-place, func(i int) bool { return h.after(events, place+i) })
		if place == events.Rows {
			break // it may come after events that are yet to be seen
		}
		full := h.batch.Rows == room
		if err := h.label(events, sent, place); err != nil {
			return err
		}
		if full {
			sent = place
		}
	}
	return h.flush(events, sent, events.Rows)
}

// after reports whether an event comes after the next label: one that arrives at
// the instant of the label does not.
func (h *history) after(events *columns.Batch, i int) bool {
	label, row := h.next.Batch, h.next.Row
	for k := range h.g.Key {
		if c := events.Columns[k].Compare(i, &label.Columns[2+k], row); c != 0 {
			return c > 0
		}
	}
	arrived := events.Columns[h.time].Words[i] + h.g.Source.Delay
	if h.arrival != ir.None && events.Columns[h.arrival].Valid[i] {
		arrived = events.Columns[h.arrival].Words[i]
	}
	return arrived > label.Columns[1].Words[row]
}

// room is how many labels go with one batch of events at most.
const room = 4096

// label adds the next label at a place among the events; where there is no room
// for it, what is there goes first, with the events up to the place.
func (h *history) label(events *columns.Batch, sent, place int) error {
	if h.batch.Rows == room {
		if err := h.flush(events, sent, place); err != nil {
			return err
		}
		sent = place
	}
	h.batch.Columns[0].AppendInt64(int64(place - sent))
	for i := range h.next.Batch.Columns {
		h.batch.Columns[1+i].AppendCell(&h.next.Batch.Columns[i], h.next.Row)
	}
	h.batch.Rows++
	return h.next.Advance()
}

func (h *history) flush(events *columns.Batch, lo, hi int) error {
	if lo == hi && h.batch.Rows == 0 {
		return nil
	}
	err := h.send(events, lo, hi, h.batch)
	h.batch.Reset()
	return err
}
