package conformance

import (
	"fmt"
	"testing"

	"github.com/featc-lang/featc/compiler/agg"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/evaltest"
)

// TestEveryAggregationExampleOnEveryEngine runs the examples of
// docs/aggregations.md: SQL and generated Go, live and through snapshots, give what
// the reference gives, and that is what the page says.
func TestEveryAggregationExampleOnEveryEngine(t *testing.T) {
	var programs []*ir.Program
	var inputs []*engine.Input
	var calls [][]string
	for _, section := range agg.Sections {
		if in, c := aggregations(t, section); in != nil {
			programs, inputs, calls = append(programs, in.Program), append(inputs, in), append(calls, c)
		}
	}
	onEngines(t, programs, func(i int) *engine.Input { return inputs[i] }, withSnapshots(1), func(name string, _ *engine.Input, i int, want, got *engine.Output) {
		for c, call := range calls[i] {
			if w, g := want.Rows[0][c], got.Rows[0][c]; w != g {
				t.Errorf("%s: %s is %v, want %v", name, call, g, w)
			}
		}
	})
}

// aggregations makes one program of a section's examples, a source and a view for
// each, with the events and the read of their own programs; nil where the section is
// empty.
func aggregations(t *testing.T, section agg.Section) (*engine.Input, []string) {
	text := "package aggregations\n\nentity user (user_id: int64)\n\n"
	in := &engine.Input{}
	var calls []string
	for _, a := range agg.Catalogue {
		if a.Section != section {
			continue
		}
		for _, x := range a.Examples {
			p, err := evaltest.Compile(a.Name, x.Program())
			if err != nil {
				t.Fatalf("%s: %v", x.Call, err)
			}
			events := &engine.Events{}
			for _, e := range p.Tests[0].Events {
				events.Rows = e.Rows
			}
			read := p.Tests[0].Reads[0]
			in.Labels = []engine.Label{{At: read.At, Keys: read.Keys}}
			in.Events = append(in.Events, events)
			text += x.Declarations(fmt.Sprintf("e%d", len(calls)), fmt.Sprintf("v%d", len(calls)))
			calls = append(calls, x.Call)
		}
	}
	if len(calls) == 0 {
		return nil, nil
	}
	text += "featureset s for user {\n"
	for i := range calls {
		text += fmt.Sprintf("  include v%d.*\n", i)
	}
	p, err := evaltest.Compile("aggregations", text+"}\n")
	if err != nil {
		t.Fatalf("%s: %v", section, err)
	}
	in.Program, in.Set = p, p.Sets[0]
	for i := range calls {
		in.Events[i].Source = p.Sources[i]
	}
	return in, calls
}
