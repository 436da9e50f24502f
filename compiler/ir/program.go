package ir

import (
	"path/filepath"
	"slices"

	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/lang/source"
	"github.com/featc-lang/featc/runtime/value"
)

// Program is a resolved and typed featc package. Declarations are in source
// order, imported ones first.
type Program struct {
	Package  string
	Files    []*source.File
	Entities []*Entity
	Sources  []*Source
	Views    []*View
	Sets     []*FeatureSet
	Tests    []*Test
}

// Column is a column of a source, a key of an entity or a field of a request.
type Column struct {
	Name string
	Doc  string
	Type types.Type
	// How a timestamp is written in text and integers. Zone is the IANA zone of
	// text without an offset ("" where there must be an offset); Epoch is the
	// unit of integers since 1970 UTC: "s", "ms" or "us" ("" where the column is
	// not an integer).
	Zone  string
	Epoch string
	// ModelIn is the column beside a vector that says of which model it is, in text:
	// what is not of the type's model is refused. "" where nothing says so.
	ModelIn string
	Span    source.Span
}

// Entity is what features describe: its key has one or more columns.
type Entity struct {
	Name string
	Doc  string
	Keys []*Column // never nullable
	Span source.Span
}

// None stands for an absent column index or an absent duration.
const None = -1

// Source is a stream of events, or of the row versions of a table. Column fields
// are indices into Columns, None where absent; durations are microseconds.
type Source struct {
	Name         string
	Doc          string
	Columns      []*Column
	Time         int    // event time; a timestamp, not nullable
	Arrival      int    // arrival time, or None: event time + Delay
	Delay        int64  // 0 where not given
	Sequence     int    // orders events of equal event time
	Unique       int    // the id that duplicates share
	UniqueWithin int64  // how far apart in event time two of one id may be to be duplicates
	Lateness     int64  // None: no event is late
	Table        *Table // nil: a stream of events
	Ticks        *Ticks // nil: declared; else the source is made of a view
	Batch        *Connector
	Stream       *Connector
	Meta         Meta
	Span         source.Span
}

// Connector says where data is: Kind is "csv", "parquet", "jsonl", "kafka" ….
type Connector struct {
	Kind    string
	Path    string // as written: a path or glob relative to Dir, a topic, a table
	Dir     string // the folder of the .feat file
	Options map[string]string
	Span    source.Span
}

// File is the path or glob of a file connector, for the machine that it is on:
// relative paths are in the folder of the .feat file.
func (c *Connector) File() string {
	path := filepath.FromSlash(c.Path)
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(c.Dir, path)
}

// Partition is the key of the folders that each hold the events of one day in UTC,
// as dt=2025-01-31 does; "" where there are none.
func (c *Connector) Partition() string {
	if c == nil {
		return ""
	}
	return c.Options["partition"]
}

// Meta is what people and catalogues want to know of a source, a view or a set.
type Meta struct {
	Owner      string
	Tags       []string
	Freshness  int64 // microseconds; 0: not given
	Version    int64 // 0: not given
	Deprecated string
	Expires    string // a date, YYYY-MM-DD
}

// Table says what makes a source a slowly changing table: its rows are versions,
// each of which holds from its event time until that of the key's next one.
type Table struct {
	Key     []int // columns, in the order of declaration; versions with a null there belong to no key
	Deleted int   // a bool: where it is true, there is no row from then on; None: rows are never deleted
}

// View is a group of features over the events of one source for one entity.
type View struct {
	Name     string
	Doc      string
	Entity   *Entity
	Source   *Source
	Key      []int // per key of the entity: the column of the source; events with a null there belong to no entity
	Where    Expr  // row-level bool; nil: every event
	Lets     []*Let
	Features []*Feature
	Meta     Meta
	Span     source.Span
}

// Let is a named row-level expression of a view.
type Let struct {
	Name string
	Doc  string
	Expr Expr
	Span source.Span
}

// Class says how far a value is the same everywhere.
type Class int

// The classes, from the strongest: a feature's is the weakest that it depends on.
const (
	Exact       Class = iota // the true value by the contract, bit for bit
	Sketch                   // an estimate, yet identical on every engine
	Approximate              // may differ in the last bits between engines
)

func (c Class) String() string { return [...]string{"exact", "sketch", "approximate"}[c] }

// Feature is one named value of an entity at an instant. Exactly one of Agg
// and Expr is set.
type Feature struct {
	Name    string // unique in its view or set: n_1h
	Base    string // as declared: n
	Doc     string
	View    *View       // nil for a feature derived in a set
	Set     *FeatureSet // nil for a feature of a view
	Agg     *Aggregation
	Expr    Expr         // derived: over FeatureRef and RequestRef
	Default *value.Value // replaces a null result
	Type    types.Type   // of the result, after Default
	Class   Class
	Span    source.Span
}

// QName is the name that other views and sets use: view.feature.
func (f *Feature) QName() string {
	if f.View != nil {
		return f.View.Name + "." + f.Name
	}
	return f.Set.Name + "." + f.Name
}

// OfTable reports whether a feature is a column of a table at t, which no view
// declares.
func (f *Feature) OfTable() bool { return f.Agg != nil && f.Agg.Name == TableColumn }

// TableColumn is the name of the aggregation that a column of a table at t is.
const TableColumn = "lookup"

// Aggregation reduces the events in a window to one value.
type Aggregation struct {
	Name       string // as in the catalogue: "mean"
	Args       []Expr // row-level, as written; they also break ties, in this order
	Where      Expr   // row-level bool; nil: every event of the view
	Window     Window
	Components []Component
	Steps      []Expr // over CompRef, StepRef and NowRef: what finishing uses more than once; most have none
	Finish     Expr   // over the same
}

// FeatureSet is the vector of features that one model sees.
type FeatureSet struct {
	Name     string
	Doc      string
	Entities []*Entity
	Request  []*Column
	Time     *Column    // the label file's column with the instant t
	Labels   *Connector // the default label file; may be nil
	Features []*SetFeature
	Derived  []*Feature // those of Features that are derived in this set, in order
	Meta     Meta
	Span     source.Span
}

// SetFeature is one output column of a set.
type SetFeature struct {
	Name    string // spend_n_1h, or the derived feature's own name
	Feature *Feature
}

// KeyColumns returns the key columns of the set's entities, in order. Entities
// that name a key column alike share it: a label has it once.
func (s *FeatureSet) KeyColumns() []*Column {
	var out []*Column
	seen := map[string]bool{}
	for _, e := range s.Entities {
		for _, k := range e.Keys {
			if !seen[k.Name] {
				seen[k.Name] = true
				out = append(out, k)
			}
		}
	}
	return out
}

// KeyIndex returns, per key of an entity of the set, its index in KeyColumns.
func (s *FeatureSet) KeyIndex(e *Entity) []int {
	columns := s.KeyColumns()
	out := make([]int, len(e.Keys))
	for i, k := range e.Keys {
		for j, c := range columns {
			if c.Name == k.Name {
				out[i] = j
			}
		}
	}
	return out
}

// Views returns the views whose features the set reads, directly or through
// derived features, in order of first use.
func (s *FeatureSet) Views() []*View {
	var out []*View
	seen := map[*Feature]bool{}
	var visit func(f *Feature)
	visit = func(f *Feature) {
		if seen[f] {
			return
		}
		seen[f] = true
		if f.Agg != nil {
			for _, v := range out {
				if v == f.View {
					return
				}
			}
			out = append(out, f.View)
			return
		}
		Walk(f.Expr, func(e Expr) {
			if r, ok := e.(*FeatureRef); ok {
				visit(r.Feature)
			}
		})
	}
	for _, f := range s.Features {
		visit(f.Feature)
	}
	return out
}

// Sources returns the declared sources whose rows the set reads: those of its
// views, or of the views that these read, in order of first use, then the tables
// that events look up.
func (s *FeatureSet) Sources() []*Source {
	var out []*Source
	add := func(src *Source) {
		if !slices.Contains(out, src) {
			out = append(out, src)
		}
	}
	views := s.Views()
	for _, v := range views {
		add(v.Source.Root())
	}
	for _, v := range views {
		for _, v := range v.Chain() {
			for _, t := range v.Tables() {
				add(t)
			}
		}
	}
	return out
}

// AsSet returns a view as the set of its features, by their own names. Its time is
// the column "at", or that with as many underscores as keep it from being a
// feature or a key.
func (v *View) AsSet() *FeatureSet {
	s := &FeatureSet{Name: v.Name, Doc: v.Doc, Entities: []*Entity{v.Entity}, Meta: v.Meta, Span: v.Span}
	taken := map[string]bool{}
	for _, k := range v.Entity.Keys {
		taken[k.Name] = true
	}
	for _, f := range v.Features {
		taken[f.Name] = true
		s.Features = append(s.Features, &SetFeature{Name: f.Name, Feature: f})
	}
	s.Time = &Column{Name: "at", Type: types.Timestamp, Span: v.Span}
	for taken[s.Time.Name] {
		s.Time.Name += "_"
	}
	return s
}

// Test is a unit test: events, then reads with what must hold.
type Test struct {
	Name   string
	Events []*TestEvents
	Reads  []*TestRead
	Span   source.Span
}

// TestEvents are rows of one source, each a value per column of the source
// (null where the test does not give the column).
type TestEvents struct {
	Source *Source
	Rows   [][]value.Value
}

// TestRead reads features at an instant. Set is a synthetic set: the entities
// of the read, its request fields, and every feature that a check mentions.
type TestRead struct {
	Set     *FeatureSet
	At      int64 // microseconds since the epoch
	Keys    []value.Value
	Request []value.Value
	Checks  []Expr // bool, over FeatureRef; Checks[i] holds exactly when it is true
	Span    source.Span
}
