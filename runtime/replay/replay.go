// Package replay runs generated operators over history that is sorted by key:
// one key after the other, each from its first event to its last read, so that
// no more than the state of one key per worker is in memory.
package replay

import (
	"github.com/featc-lang/featc/runtime/admission"
	"github.com/featc-lang/featc/runtime/codec"
	"github.com/featc-lang/featc/runtime/columns"
	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/value"
)

// Group is a generated operator, as it is replayed.
type Group struct {
	Name     string
	Keys     []registry.Column
	Events   []registry.Column // what the operator reads of events, beside their keys
	Features []registry.Column // what it gives
	New      func() State
}

// State is the operator of one key at a time.
type State interface {
	// Reset turns it into that of a key that has seen nothing.
	Reset()
	// Apply applies the event in row i of the columns Keys and Events.
	Apply(keys, events []columns.Column, i int) admission.Verdict
	// Read appends the features at an instant to the columns Features.
	Read(at int64, features []columns.Column) error
}

// Columns of Rows.Labels before the key.
const (
	place = iota
	labelRow
	instant
	labelKey
)

// Rows are a part of the history of a group: events in order of key and arrival,
// and labels in order of key and instant, each with its place: how many of the
// events come before it.
type Rows struct {
	Events *columns.Batch // Keys, then Events
	Labels *columns.Batch // place, row, instant, then Keys
	order  []int32        // an event's row, or ^row of a label
}

// NewRows returns no rows of a group with the kinds of columns.
func NewRows(keys, events []value.Kind) *Rows {
	return &Rows{
		Events: columns.New(append(append([]value.Kind{}, keys...), events...)...),
		Labels: columns.New(append([]value.Kind{value.Int64, value.Int64, value.Timestamp}, keys...)...),
	}
}

// rows returns no rows of the group.
func (g *Group) rows() *Rows { return NewRows(kinds(g.Keys), kinds(g.Events)) }

func kinds(list []registry.Column) []value.Kind {
	out := make([]value.Kind, len(list))
	for i, c := range list {
		out[i] = c.Kind
	}
	return out
}

// output returns an empty batch with the columns that the group gives: the row
// of the label, then Features.
func (g *Group) output() *columns.Batch {
	return columns.New(append([]value.Kind{value.Int64}, kinds(g.Features)...)...)
}

// Decode replaces r by what was encoded of events and, after them, labels.
func (r *Rows) Decode(data []byte) error {
	rest, err := r.Events.Decode(data)
	if err == nil {
		rest, err = r.Labels.Decode(rest)
	}
	if err == nil && len(rest) > 0 {
		err = codec.ErrCorrupt
	}
	if err != nil {
		return err
	}
	return r.merge()
}

// merge puts events and labels into one order.
func (r *Rows) merge() error {
	r.order = r.order[:0]
	next := 0
	for i := range r.Labels.Rows {
		at := int(r.Labels.Columns[place].Words[i])
		if at < next || at > r.Events.Rows {
			return codec.ErrCorrupt
		}
		for ; next < at; next++ {
			r.order = append(r.order, int32(next))
		}
		r.order = append(r.order, ^int32(i))
	}
	for ; next < r.Events.Rows; next++ {
		r.order = append(r.order, int32(next))
	}
	return nil
}

// key returns where the key of entry i is.
func (r *Rows) key(i int) ([]columns.Column, int) {
	if row := int(r.order[i]); row >= 0 {
		return r.Events.Columns, row
	}
	return r.Labels.Columns[labelKey:], int(^r.order[i])
}

// sameKey reports whether entry i of a and entry j of b have the same key.
func (g *Group) sameKey(a *Rows, i int, b *Rows, j int) bool {
	x, i := a.key(i)
	y, j := b.key(j)
	for k := range g.Keys {
		if !x[k].Same(i, &y[k], j) {
			return false
		}
	}
	return true
}
