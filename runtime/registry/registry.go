// Package registry describes a generated package at run time: its sources, to
// apply events to, and its views and feature sets, to read, all by name and
// with dynamic values. Servers and drivers work on it; code that knows the
// package at compile time calls the typed methods instead.
package registry

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"github.com/featc-lang/featc/runtime/admission"
	"github.com/featc-lang/featc/runtime/snapshot"
	"github.com/featc-lang/featc/runtime/text"
	"github.com/featc-lang/featc/runtime/value"
)

// Zone is how the local times of a column are read.
type Zone = text.Zone

// Visit is told of the state of a key: its number in Package.States, and the key
// encoded, which is valid until Visit returns.
type Visit func(state int, key []byte)

// Column is a column of a source, a key, a field of a request or a feature.
type Column struct {
	Name      string
	Kind      value.Kind
	Precision int // of decimals
	Scale     int // of decimals
	Nullable  bool
	Length    int       // of vectors
	Model     string    // of vectors: what made them; "" where that is not said
	ModelIn   string    // of vectors: the column beside it that says its model; "" for none
	Elem      *Column   // of lists and maps: what is in them, without a name
	Key       *Column   // of maps
	Zone      Zone      // of timestamps that are written without an offset; nil: there must be one
	Epoch     text.Unit // of timestamps that are written as integers; 0: they are not
}

// Text is what the column's text is read as.
func (c *Column) Text() text.Column {
	out := text.Column{
		Kind: c.Kind, Precision: c.Precision, Scale: c.Scale, Nullable: c.Nullable, Zone: c.Zone, Epoch: c.Epoch, Length: c.Length,
	}
	if c.Elem != nil {
		elem := c.Elem.Text()
		out.Elem = &elem
	}
	if c.Key != nil {
		key := c.Key.Text()
		out.Key = &key
	}
	return out
}

// Package is the operators of one .feat package.
type Package struct {
	Name    string
	Sources []*Source
	Views   []*Reader
	Sets    []*Reader
	Groups  []*Group
	States  []snapshot.Group // of the groups, and then of the tables that events look up
	// Snapshot writes all state; Restore replaces it by what Snapshot wrote, or
	// fails and changes nothing.
	Snapshot func(io.Writer) error
	Restore  func(io.Reader) error
	// Expire lets go of what no read from an instant on can need.
	Expire func(at int64)
}

// Source takes events in.
type Source struct {
	Name    string
	Columns []Column
	Time    int   // column of the event time
	Arrival int   // column of the arrival time; -1: it has none
	Delay   int64 // from the time to the arrival where there is none, in microseconds
	apply   func(row []value.Value)
	touch   func(row []value.Value, b []byte, visit Visit)
}

// NewSource returns a Source whose checked rows go to apply.
func NewSource(name string, columns []Column, apply func(row []value.Value)) *Source {
	return &Source{Name: name, Columns: columns, Arrival: -1, apply: apply}
}

// With says which columns have an event's times, and what states it changes.
func (s *Source) With(time, arrival int, touch func(row []value.Value, b []byte, visit Visit)) *Source {
	s.Time, s.Arrival, s.touch = time, arrival, touch
	return s
}

// Delayed says how long after its time an event arrives that does not say, in
// microseconds.
func (s *Source) Delayed(delay int64) *Source {
	s.Delay = delay
	return s
}

// Arrived is when an event could first be known, in microseconds since 1970.
func (s *Source) Arrived(row []value.Value) int64 {
	if s.Arrival >= 0 && !row[s.Arrival].IsNull() {
		return row[s.Arrival].I
	}
	return row[s.Time].I + s.Delay
}

// Touch visits every state that Apply of the event changes. It encodes keys into b.
func (s *Source) Touch(row []value.Value, b []byte, visit Visit) { s.touch(row, b, visit) }

// Check reports what Apply would refuse.
func (s *Source) Check(row []value.Value) error {
	return check("source "+s.Name, s.Columns, row, false)
}

// Apply applies an event, a value per column. The events of a key must come in
// order of their arrival.
func (s *Source) Apply(row []value.Value) error {
	if err := s.Check(row); err != nil {
		return err
	}
	s.apply(row)
	return nil
}

// Reader reads vectors of features.
type Reader struct {
	Name      string
	Keys      []Column
	Request   []Column
	Features  []Column
	Freshness int64    // how old the newest event may be, in microseconds; 0: not given
	Sources   []string // where its events come from
	Time      string   // column of labels that has the instant
	Hashes    []string // of the features' definitions
	read      func(at int64, keys, request, out []value.Value) error
	touch     func(keys []value.Value, b []byte, visit Visit)
}

// NewReader returns a Reader whose checked reads go to read.
func NewReader(name string, keys, request, features []Column, read func(at int64, keys, request, out []value.Value) error) *Reader {
	return &Reader{Name: name, Keys: keys, Request: request, Features: features, read: read}
}

// With says how fresh the features are to be, from which sources they are, and what
// states are read.
func (r *Reader) With(freshness int64, sources []string, touch func(keys []value.Value, b []byte, visit Visit)) *Reader {
	r.Freshness, r.Sources, r.touch = freshness, sources, touch
	return r
}

// Defined says which column of labels has the instant, and the hashes of the
// features' definitions.
func (r *Reader) Defined(time string, hashes []string) *Reader {
	r.Time, r.Hashes = time, hashes
	return r
}

// Hash is the definition of the vector: it changes with that of any of its features.
func (r *Reader) Hash() string {
	h := sha256.New()
	for i, f := range r.Features {
		fmt.Fprintln(h, f.Name, r.Hashes[i])
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// Touch visits every state that Read of the keys reads. It encodes keys into b.
func (r *Reader) Touch(keys []value.Value, b []byte, visit Visit) { r.touch(keys, b, visit) }

// Read puts the features of an entity at an instant, in microseconds since the
// epoch, into out, a value per feature. A null key reads empty windows.
func (r *Reader) Read(at int64, keys, request, out []value.Value) error {
	if err := check("keys of "+r.Name, r.Keys, keys, true); err != nil {
		return err
	}
	if err := check("request of "+r.Name, r.Request, request, false); err != nil {
		return err
	}
	if len(out) != len(r.Features) {
		return fmt.Errorf("%s: room for %d features, want %d", r.Name, len(out), len(r.Features))
	}
	return r.read(at, keys, request, out)
}

// Group is the state of one source by one key.
type Group struct {
	Name     string
	Hash     string // of what the state means
	Verdicts *admission.Counters
	Keys     func() int // how many have a state
}

// check reports a row that does not fit its columns. Floats and strings may be
// null in any column: that is what cannot be decoded becomes.
func check(what string, columns []Column, row []value.Value, anyNull bool) error {
	if len(row) != len(columns) {
		return fmt.Errorf("%s: %d values, want %d", what, len(row), len(columns))
	}
	for i, v := range row {
		c := &columns[i]
		switch {
		case v.Kind == c.Kind:
		case !v.IsNull():
			return fmt.Errorf("%s: column %s is %s, want %s", what, c.Name, v.Kind, c.Kind)
		case !c.Nullable && !anyNull && c.Kind != value.Float64 && c.Kind != value.String:
			return fmt.Errorf("%s: column %s must not be null", what, c.Name)
		}
	}
	if err := CheckModels(columns, row); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}
