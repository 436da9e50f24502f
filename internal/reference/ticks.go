package reference

import (
	"fmt"
	"math"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/runtime/value"
)

// ticks makes the events of a source that reads a view: one for each key and each
// instant of the grid, from the first on at or after which the key has an event,
// up to the last instant at which anything is read.
func (r *run) ticks(src *ir.Source) admitted {
	view := src.Ticks.View
	last := int64(math.MinInt64)
	for _, l := range r.in.Labels {
		last = max(last, l.At)
	}
	out := admitted{}
	for key, events := range r.admit(view.Source, view.Key) {
		if len(events) == 0 {
			continue
		}
		began := events[0].arrival
		for _, e := range events {
			began = min(began, e.arrival)
		}
		for t := tickFrom(src.Ticks, began); t <= last; t = tickFrom(src.Ticks, t+1) {
			row := r.tick(src, events[0].row, t)
			out[key] = append(out[key], &event{time: t, arrival: t, row: row})
		}
	}
	return out
}

// tick returns what a view gives at an instant for the key of an event.
func (r *run) tick(src *ir.Source, event []value.Value, t int64) []value.Value {
	view := src.Ticks.View
	row := make([]value.Value, len(src.Columns))
	for i, k := range view.Key {
		row[i] = event[k]
	}
	row[src.Time] = value.OfTimestamp(t)
	for i := src.Time + 1; i < len(row); i++ {
		if f := src.Ticks.Feature(i); f.ReadsOwn() {
			row[i] = r.read(f, row[:src.Time], t)
		}
	}
	return row
}

// read computes a feature that reads nothing but its own view for a key at an
// instant.
func (r *run) read(f *ir.Feature, key []value.Value, t int64) value.Value {
	var v value.Value
	if f.Agg != nil {
		all := make([]int, len(key))
		for i := range all {
			all[i] = i
		}
		v = finish(f.Agg, r.seen(f, engine.Label{At: t, Keys: key}, all), t)
	} else {
		v = Eval(f.Expr, func(leaf ir.Expr) value.Value {
			ref, ok := leaf.(*ir.FeatureRef)
			if !ok {
				panic(fmt.Sprintf("reference: %T in a derived feature of a view", leaf))
			}
			return r.read(ref.Feature, key, t)
		})
	}
	if v.IsNull() && f.Default != nil {
		return *f.Default
	}
	return v
}

// tickFrom returns the first instant of a grid that is not before t.
func tickFrom(g *ir.Ticks, t int64) int64 {
	if g.Every > 0 {
		past := (t%g.Every + g.Every) % g.Every
		if past == 0 {
			return t
		}
		return t + g.Every - past
	}
	zone, err := location(g.Calendar.Zone)
	if err != nil {
		panic(fmt.Sprintf("reference: zone %s: %v", g.Calendar.Zone, err))
	}
	return beginsFrom(g.Calendar.Unit, zone, t)
}
