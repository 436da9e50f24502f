package gostream

import (
	"fmt"
	"slices"
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/zone"
	"github.com/featc-lang/featc/runtime/text"
)

// What the registry says beyond the operators themselves, for servers.

// numberStates gives each state its place in registry.Package.States: groups, then
// tables.
func (m *packageModel) numberStates() {
	for i, g := range m.Groups {
		g.StateNumber = i
	}
	for i, t := range m.Tables {
		t.StateNumber = len(m.Groups) + i
	}
}

// TimeColumn is the column of the event time.
func (s *sourceModel) TimeColumn() int { return s.ir.Time }

// ArrivalColumn is the column of the arrival time, -1 where there is none.
func (s *sourceModel) ArrivalColumn() int {
	if s.ir.Arrival == ir.None {
		return -1
	}
	return s.ir.Arrival
}

// Delay is how long after its time an event without an arrival arrives, in
// microseconds.
func (s *sourceModel) Delay() int64 { return s.ir.Delay }

// Epoch is the unit of a timestamp that is written as an integer, in microseconds.
func (f fieldModel) Epoch() int64 {
	if f.ir == nil {
		return 0
	}
	return int64(text.UnitOf(f.ir.Epoch))
}

// ModelIn is the column that says of which model a vector is.
func (f fieldModel) ModelIn() string {
	if f.ir == nil {
		return ""
	}
	return f.ir.ModelIn
}

// Zone is how local times of the column are read, as the elements of a registry.Zone.
func (f fieldModel) Zone() string {
	if f.ir == nil || f.ir.Zone == "" {
		return ""
	}
	var out []string
	for _, s := range zone.Readings(f.ir.Zone) {
		out = append(out, fmt.Sprintf("{From: %d, Offset: %d}", s.Since, s.Offset))
	}
	return strings.Join(out, ", ")
}

// SourceNames are the sources whose events the reader reads.
func (r *readerModel) SourceNames() []string {
	var out []string
	for _, g := range r.Groups {
		if name := g.Group.Source.Feat; !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}
