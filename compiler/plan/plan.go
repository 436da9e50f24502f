// Package plan arranges a program for execution: the components of all views
// that share a source and an entity's key are grouped into one Group, so that a
// backend reads the events once, evaluates each row-level expression once, and
// seeks each window once.
//
// The vocabulary:
//
//   - An Input is a row-level expression that some component needs: an argument
//     or a filter. Equal expressions are one Input.
//   - A Window is an ir.Window, shared by every slot that looks through it.
//   - A Slot is one component over one window, the unit that a backend computes.
//     Features that need the same number (the count behind a mean, say) share it.
package plan

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
)

// Plan is a program arranged for execution.
type Plan struct {
	Program *ir.Program
	Groups  []*Group
	Tables  []*ir.Source // that some group looks up, in order of first use
	slots   map[slotKey]SlotRef
}

type slotKey struct {
	feature   *ir.Feature
	component int
}

// SlotRef names a slot of a group.
type SlotRef struct {
	Group *Group
	Slot  int
}

// Slot returns where component i of an aggregated feature is computed.
func (p *Plan) Slot(f *ir.Feature, i int) SlotRef { return p.slots[slotKey{f, i}] }

// None stands for an absent input.
const None = -1

// Inputs lists the inputs that a slot reads.
func (s *Slot) Inputs() []int {
	var out []int
	for _, in := range append([]int{s.Arg, s.By, s.Key, s.Filter, s.Base}, s.Ties...) {
		if in != None {
			out = append(out, in)
		}
	}
	return out
}

// Group is a shared scan: the events of one source by one entity key.
type Group struct {
	Name    string // txns_by_user; unique in the plan
	Source  *ir.Source
	Entity  *ir.Entity
	Key     []int // per key of the entity: the column of the source
	Views   []*ir.View
	Inputs  []*Input
	Windows []ir.Window
	Slots   []*Slot
	Lookups []*Lookup
	looked  map[*ir.LookupRef]*Lookup
}

// Lookup returns what finds the row that a reference in an input is a column of.
func (g *Group) Lookup(e *ir.LookupRef) *Lookup { return g.looked[e] }

// Lookup is a table that the events of a group look up, each the version that
// it sees.
type Lookup struct {
	Table   *ir.Source
	Key     []ir.Expr // per key column of the table: row-level, of its type
	Columns []int     // of the table, those that inputs read, in order of first use
}

// Input is a row-level expression, evaluated once per event. Names are unique
// in the group and valid identifiers: a column's or a let's own name where the
// expression is just that.
type Input struct {
	Name string
	Expr ir.Expr // ColumnRefs and LookupRefs of the group's source and LetRefs of one of its views
	View *ir.View
}

// Slot is one component over one window. Arg, Filter and Base are indices of
// Inputs, None where absent.
type Slot struct {
	Name   string // of the first feature that needs it, with the component where there are several: spend_n_1h, spend_avg_sum
	Kind   ir.ComponentKind
	Arg    int // None: count rows
	Filter int // bool: the view's and the feature's where together; rows where it is not true are skipped
	Window int // index of Windows
	N      int // of lag: events to skip; of last_n and first_n: how many
	// By is what arg_min and arg_max compare, and what an each keeps the best of, Key and Each are an each's: what
	// events are put together by, and how keys are reduced. None and nil elsewhere.
	By, Key int
	Each    *ir.Each
	// Base is the view's where, which picks the events that a window with Last
	// or Gap counts; None elsewhere.
	Base int
	// Ties are the inputs that order events of equal time, sequence and id,
	// ascending, nulls first; what they leave equal is the same to this slot.
	// Set where order matters (first, last, windows with Last).
	Ties []int
	Type types.Type // of the result: ir.Component.Type
}
