// Package registry describes a generated package at run time: its sources, to
// apply events to, and its views and feature sets, to read, all by name and
// with dynamic values. Servers and drivers work on it; code that knows the
// package at compile time calls the typed methods instead.
package registry

import (
	"fmt"
	"io"

	"github.com/featc-lang/featc/runtime/admission"
	"github.com/featc-lang/featc/runtime/value"
)

// Column is a column of a source, a key, a field of a request or a feature.
type Column struct {
	Name      string
	Kind      value.Kind
	Precision int // of decimals
	Scale     int // of decimals
	Nullable  bool
	Length    int     // of vectors
	Model     string  // of vectors: what made them; "" where that is not said
	Elem      *Column // of lists and maps: what is in them, without a name
	Key       *Column // of maps
}

// Package is the operators of one .feat package.
type Package struct {
	Name    string
	Sources []*Source
	Views   []*Reader
	Sets    []*Reader
	Groups  []*Group
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
	apply   func(row []value.Value)
}

// NewSource returns a Source whose checked rows go to apply.
func NewSource(name string, columns []Column, apply func(row []value.Value)) *Source {
	return &Source{name, columns, apply}
}

// Apply applies an event, a value per column. The events of a key must come in
// order of their arrival.
func (s *Source) Apply(row []value.Value) error {
	if err := check("source "+s.Name, s.Columns, row, false); err != nil {
		return err
	}
	s.apply(row)
	return nil
}

// Reader reads vectors of features.
type Reader struct {
	Name     string
	Keys     []Column
	Request  []Column
	Features []Column
	read     func(at int64, keys, request, out []value.Value) error
}

// NewReader returns a Reader whose checked reads go to read.
func NewReader(name string, keys, request, features []Column, read func(at int64, keys, request, out []value.Value) error) *Reader {
	return &Reader{name, keys, request, features, read}
}

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
	return nil
}
