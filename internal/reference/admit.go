package reference

import (
	"fmt"
	"math"
	"slices"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/runtime/value"
)

// event is one admitted row of a source.
type event struct {
	index   int // of the row in the input
	time    int64
	arrival int64
	row     []value.Value
}

// admitted holds the admitted events of each entity key.
type admitted map[string][]*event

// admit groups the events of a source by entity key and drops those that are
// late or duplicates, judged in the order of their arrival.
func (r *run) admit(src *ir.Source, key []int) admitted {
	id := fmt.Sprintf("%p%v", src, key)
	if a, ok := r.admits[id]; ok {
		return a
	}
	if src.Ticks != nil {
		r.admits[id] = r.ticks(src)
		return r.admits[id]
	}
	byKey := admitted{}
	counts := r.report.rejected(src, key)
	for i, row := range r.events[src] {
		k, ok := entityKey(row, key)
		if !ok || row[src.Time].IsNull() {
			counts.NullKey++
			continue
		}
		byKey[k] = append(byKey[k], newEvent(src, i, row))
	}
	for k, events := range byKey {
		slices.SortFunc(events, func(a, b *event) int { return compareArrival(src, a, b) })
		kept := dropLate(src, events, counts)
		byKey[k] = dropDuplicates(src, kept, counts)
	}
	r.admits[id] = byKey
	return byKey
}

func newEvent(src *ir.Source, index int, row []value.Value) *event {
	e := &event{index: index, time: row[src.Time].I, row: row}
	switch {
	case src.Arrival != ir.None && !row[src.Arrival].IsNull():
		e.arrival = row[src.Arrival].I
	case e.time > math.MaxInt64-src.Delay:
		e.arrival = math.MaxInt64 // never
	default:
		e.arrival = e.time + src.Delay
	}
	return e
}

// compareArrival is the order in which events are admitted.
func compareArrival(src *ir.Source, a, b *event) int {
	if a.arrival != b.arrival {
		return compareInt(a.arrival, b.arrival)
	}
	if c := compareTime(src, a, b); c != 0 {
		return c
	}
	for i := range src.Columns {
		if c := compareNullsFirst(a.row[i], b.row[i]); c != 0 {
			return c
		}
	}
	return 0
}

// compareTime orders by event time, then sequence, then unique id.
func compareTime(src *ir.Source, a, b *event) int {
	if a.time != b.time {
		return compareInt(a.time, b.time)
	}
	for _, column := range []int{src.Sequence, src.Unique} {
		if column == ir.None {
			continue
		}
		if c := compareNullsFirst(a.row[column], b.row[column]); c != 0 {
			return c
		}
	}
	return 0
}

// dropLate drops events more than the lateness behind the newest event time
// seen before them, that of late events included.
func dropLate(src *ir.Source, events []*event, counts *Rejected) []*event {
	if src.Lateness == ir.None {
		return events
	}
	var kept []*event
	newest := int64(math.MinInt64)
	for i, e := range events {
		if i > 0 && e.time < newest && newest-e.time > src.Lateness {
			counts.Late++
		} else {
			kept = append(kept, e)
		}
		newest = max(newest, e.time)
	}
	return kept
}

// dropDuplicates drops events whose id was last seen, in an event dropped here
// or not, no more than UniqueWithin of event time away.
func dropDuplicates(src *ir.Source, events []*event, counts *Rejected) []*event {
	if src.Unique == ir.None {
		return events
	}
	var kept []*event
	last := map[value.Value]int64{}
	for _, e := range events {
		id := e.row[src.Unique]
		if id.IsNull() {
			kept = append(kept, e)
			continue
		}
		before, seen := last[id]
		if seen && max(e.time-before, before-e.time) <= src.UniqueWithin {
			counts.Duplicate++
		} else {
			kept = append(kept, e)
		}
		last[id] = e.time
	}
	return kept
}

// entityKey returns the values at the given positions as a map key, or false
// where one is null.
func entityKey(values []value.Value, positions []int) (string, bool) {
	var key []byte
	for _, p := range positions {
		v := values[p]
		if v.IsNull() {
			return "", false
		}
		key = fmt.Appendf(key, "%d %d %d %q;", v.Kind, v.I, v.Hi, v.S)
	}
	return string(key), true
}
