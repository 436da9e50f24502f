package streamengine

import (
	"cmp"
	"slices"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/runtime/value"
)

// event is a row of a source, to be applied at its arrival.
type event struct {
	arrival int64
	source  int // index among the package's sources
	row     []value.Value
}

// arrivals returns a source's events in the order in which they are to be
// applied: by arrival, time, sequence, unique id, and then every column. Rows
// without a time belong nowhere.
func arrivals(events *engine.Events, index int) []event {
	s := events.Source
	out := make([]event, 0, len(events.Rows))
	for _, row := range events.Rows {
		if row[s.Time].IsNull() {
			continue
		}
		arrival := row[s.Time].I + s.Delay
		if s.Arrival != ir.None && !row[s.Arrival].IsNull() {
			arrival = row[s.Arrival].I
		}
		out = append(out, event{arrival, index, row})
	}
	order := []int{s.Time}
	for _, c := range []int{s.Sequence, s.Unique} {
		if c != ir.None {
			order = append(order, c)
		}
	}
	for i := range s.Columns {
		order = append(order, i)
	}
	slices.SortFunc(out, func(a, b event) int {
		if c := cmp.Compare(a.arrival, b.arrival); c != 0 {
			return c
		}
		for _, i := range order {
			if c := compareValues(a.row[i], b.row[i]); c != 0 {
				return c
			}
		}
		return 0
	})
	return out
}

// compareValues orders two values of one type: nulls first, then ascending,
// strings bytewise.
func compareValues(a, b value.Value) int {
	if a.IsNull() || b.IsNull() {
		return cmp.Compare(a.Kind, b.Kind)
	}
	switch a.Kind {
	case value.String, value.Bytes, value.List, value.Map, value.Vector:
		return cmp.Compare(a.S, b.S)
	case value.Float64:
		return cmp.Compare(a.Float64(), b.Float64())
	case value.Decimal:
		return cmp.Or(cmp.Compare(a.Hi, b.Hi), cmp.Compare(uint64(a.I), uint64(b.I)))
	default:
		return cmp.Compare(a.I, b.I)
	}
}

// merge returns the events of several sources by arrival; those of one source
// stay in their order.
func merge(streams [][]event) []event {
	var out []event
	for _, s := range streams {
		out = append(out, s...)
	}
	slices.SortStableFunc(out, func(a, b event) int { return cmp.Compare(a.arrival, b.arrival) })
	return out
}
