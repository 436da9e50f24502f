package verify

import (
	"context"
	"fmt"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/project"
	"github.com/featc-lang/featc/runtime/value"
)

// Result says how the engines compare over one feature set.
type Result struct {
	Set      *ir.FeatureSet
	Labels   int
	Judge    string   // the engine that the others are compared with
	Engines  []string // the others
	Features []*Feature
}

// Feature says how the engines compare on one feature.
type Feature struct {
	Name       string
	Class      ir.Class
	Mismatches []int     // per engine of Result.Engines: how many labels differ
	First      *Mismatch // nil where all agree
}

// Mismatch is one value on which an engine and the judge differ.
type Mismatch struct {
	Engine  int // index of Result.Engines
	Label   int // index of the labels
	Feature int // index of the set's features
	Want    value.Value
	Got     value.Value
}

// Mismatches returns how many values differ.
func (r *Result) Mismatches() int {
	n := 0
	for _, f := range r.Features {
		for _, m := range f.Mismatches {
			n += m
		}
	}
	return n
}

// First returns the mismatch of the earliest label; nil where there is none.
func (r *Result) First() *Mismatch {
	var first *Mismatch
	for _, f := range r.Features {
		if f.First != nil && (first == nil || f.First.Label < first.Label) {
			first = f.First
		}
	}
	return first
}

// Run computes the input on the judge and on the other engines, and compares.
// Before each engine starts, onEngine is told its name.
func Run(ctx context.Context, in *engine.Input, judge engine.Engine, others []engine.Engine, onEngine func(name string)) (*Result, error) {
	run := func(e engine.Engine) (*engine.Output, error) {
		onEngine(e.Name())
		out, err := e.Run(ctx, in)
		if err != nil {
			return nil, &project.EngineError{Engine: e.Name(), Err: err}
		}
		return out, check(in, e, out)
	}
	result := &Result{Set: in.Set, Labels: len(in.Labels), Judge: judge.Name()}
	for _, f := range in.Set.Features {
		result.Features = append(result.Features, &Feature{Name: f.Name, Class: f.Feature.Class})
	}
	want, err := run(judge)
	if err != nil {
		return nil, err
	}
	for i, e := range others {
		got, err := run(e)
		if err != nil {
			return nil, err
		}
		result.Engines = append(result.Engines, e.Name())
		result.compare(i, want, got)
	}
	return result, nil
}

func (r *Result) compare(engine int, want, got *engine.Output) {
	for i, f := range r.Features {
		count := 0
		for label := range want.Rows {
			w, g := want.Rows[label][i], got.Rows[label][i]
			if w == g {
				continue
			}
			count++
			if f.First == nil || label < f.First.Label {
				f.First = &Mismatch{engine, label, i, w, g}
			}
		}
		f.Mismatches = append(f.Mismatches, count)
	}
}

// check demands that an output has the shape that was asked for.
func check(in *engine.Input, e engine.Engine, out *engine.Output) error {
	if len(out.Rows) != len(in.Labels) {
		return fmt.Errorf("engine %s gave %d rows for %d labels", e.Name(), len(out.Rows), len(in.Labels))
	}
	for i, row := range out.Rows {
		if len(row) != len(in.Set.Features) {
			return fmt.Errorf("engine %s gave %d values in row %d, want %d", e.Name(), len(row), i, len(in.Set.Features))
		}
	}
	return nil
}
