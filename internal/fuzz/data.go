package fuzz

import (
	"math/rand/v2"
	"slices"
	"time"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/runtime/value"
)

// origins are where the data's times begin: an ordinary night, the two changes
// of Paris's clocks, the epoch, and changes at or about midnight.
var origins = []int64{
	time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro(),
	time.Date(2025, 3, 30, 0, 30, 0, 0, time.UTC).UnixMicro(),
	time.Date(2025, 10, 26, 0, 0, 0, 0, time.UTC).UnixMicro(),
	0,
	time.Date(2018, 11, 4, 2, 30, 0, 0, time.UTC).UnixMicro(),
	time.Date(2010, 11, 7, 2, 29, 0, 0, time.UTC).UnixMicro(),
	time.Date(2011, 12, 30, 9, 30, 0, 0, time.UTC).UnixMicro(),
	time.Date(2025, 4, 5, 14, 0, 0, 0, time.UTC).UnixMicro(),
	time.Date(2026, 11, 1, 7, 0, 0, 0, time.UTC).UnixMicro(), // where editions of the database of zones differ
}

// NewInput makes random events and labels for the program's only set. unit is
// the grain of times.
func NewInput(rng *rand.Rand, program *ir.Program, unit int64) *engine.Input {
	d := &data{rng: rng, unit: unit, origin: pick(rng, origins), span: 1 + rng.Int64N(pick(rng, []int64{2, 6, 14}))}
	in := &engine.Input{Program: program, Set: program.Sets[0]}
	for _, src := range in.Set.Sources() {
		if !isNested(src) {
			in.Events = append(in.Events, d.events(src))
		}
	}
	for range 4 + rng.IntN(20) {
		in.Labels = append(in.Labels, d.label(in.Set))
	}
	// What is nested comes last, so that the rest is what it was before there was any.
	for i, src := range in.Set.Sources() {
		if isNested(src) {
			in.Events = slices.Insert(in.Events, i, d.events(src))
		}
	}
	for i := range in.Labels {
		l := &in.Labels[i]
		for j, r := range in.Set.Request {
			if r.Type.Kind.IsNested() {
				l.Request[j] = someValue(rng, r.Type, l.At)
			}
		}
	}
	return in
}

// isNested reports whether a source is one with lists, maps and vectors: see nestedParts.
func isNested(src *ir.Source) bool { return src.Name == "ns" || src.Name == "nt" }

type data struct {
	rng    *rand.Rand
	unit   int64
	origin int64
	span   int64   // how many units the event times spread over
	seen   []int64 // times and arrivals of events
}

// moment is a time on the grid, or a microsecond beside it.
func (d *data) moment() int64 {
	t := d.origin + d.rng.Int64N(d.span)*d.unit
	if d.rng.IntN(6) == 0 {
		t += d.rng.Int64N(3) - 1
	}
	return t
}

// events makes up to some 50 rows, some of them again.
func (d *data) events(src *ir.Source) *engine.Events {
	keys := map[string]bool{"a": true, "b": true}
	out := &engine.Events{Source: src}
	for range d.rng.IntN(pick(d.rng, []int{3, 12, 50})) + 1 {
		at := d.moment()
		row := make([]value.Value, len(src.Columns))
		for i, c := range src.Columns {
			switch {
			case i == src.Time:
				row[i] = value.OfTimestamp(at)
			case i == src.Arrival:
				row[i] = d.arrival(c, at)
			case i == src.Sequence, i == src.Unique:
				row[i] = d.small(c)
			case src.Table != nil && i == src.Table.Deleted:
				row[i] = value.OfBool(d.rng.IntN(4) == 0)
			case keys[c.Name]:
				row[i] = someKey(d.rng, c.Type)
			default:
				row[i] = someValue(d.rng, c.Type, at)
			}
		}
		out.Rows = append(out.Rows, row)
		d.seen = append(d.seen, at)
		if src.Arrival != ir.None && !row[src.Arrival].IsNull() {
			d.seen = append(d.seen, row[src.Arrival].I)
		}
		if d.rng.IntN(8) == 0 {
			out.Rows = append(out.Rows, slices.Clone(row))
		}
	}
	d.rng.Shuffle(len(out.Rows), func(i, j int) { out.Rows[i], out.Rows[j] = out.Rows[j], out.Rows[i] })
	return out
}

// arrival is mostly after the event, at times before it.
func (d *data) arrival(c *ir.Column, at int64) value.Value {
	if c.Type.Nullable && d.rng.IntN(5) == 0 {
		return value.Null
	}
	return value.OfTimestamp(at + (d.rng.Int64N(9)-2)*d.unit)
}

// small is one of few sequence numbers or ids.
func (d *data) small(c *ir.Column) value.Value {
	n := d.rng.IntN(4)
	switch {
	case n == 0 && c.Type.Nullable:
		return value.Null
	case c.Type.Kind == value.String:
		return value.OfString(texts[n])
	}
	return value.OfInt64(int64(n))
}

// label reads at an event's time or arrival, windows and a microsecond away
// from it, or far before or after everything.
func (d *data) label(set *ir.FeatureSet) engine.Label {
	at := pick(d.rng, d.seen)
	switch d.rng.IntN(12) {
	case 0:
		at = d.origin - 1000*d.unit
	case 1:
		at = d.origin + 1000*d.unit
	case 2, 3, 4, 5:
		at += d.rng.Int64N(10) * d.unit
	}
	if d.rng.IntN(3) == 0 {
		at += d.rng.Int64N(3) - 1
	}
	l := engine.Label{At: at}
	for _, k := range set.KeyColumns() {
		l.Keys = append(l.Keys, someKey(d.rng, k.Type.OrNull(true)))
	}
	for _, r := range set.Request {
		v := value.Null
		if !r.Type.Kind.IsNested() {
			v = someValue(d.rng, r.Type, at)
		}
		l.Request = append(l.Request, v)
	}
	return l
}
