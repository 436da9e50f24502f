// Package project is a folder of .feat files with what featc needs to know
// about it: the program, the plan, and where the data is.
package project

import (
	"context"
	"fmt"
	"strings"

	"github.com/featc-lang/featc/compiler"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/internal/data"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/lang/diag"
)

// Project is a compiled folder.
type Project struct {
	Dir      string
	Program  *ir.Program
	Plan     *plan.Plan
	Warnings []*diag.Diagnostic
}

// Load compiles the .feat files of a folder. Where they have errors, the error
// is a *diag.Failure with everything there is to say.
func Load(dir string) (*Project, error) {
	program, bag := compiler.Load(dir)
	if err := bag.Err(); err != nil {
		return nil, err
	}
	return &Project{Dir: dir, Program: program, Plan: plan.Build(program), Warnings: bag.Sorted()}, nil
}

// Set returns a feature set by name; without a name, the only one there is.
func (p *Project) Set(name string) (*ir.FeatureSet, error) {
	sets := p.Program.Sets
	var names []string
	for _, s := range sets {
		if s.Name == name || name == "" && len(sets) == 1 {
			return s, nil
		}
		names = append(names, s.Name)
	}
	switch {
	case len(sets) == 0:
		return nil, fmt.Errorf("package %s declares no feature set", p.Program.Package)
	case name == "":
		return nil, fmt.Errorf("package %s has several feature sets; name one of %s", p.Program.Package, strings.Join(names, ", "))
	}
	if best := diag.Nearest(name, names); best != "" {
		return nil, fmt.Errorf("there is no feature set %s (did you mean %s?)", name, best)
	}
	return nil, fmt.Errorf("there is no feature set %s among %s", name, strings.Join(names, ", "))
}

// Feature returns the features that a name means: `view.feature`, a set's own
// `set.feature`, a set's column such as `spend_n_1h`, the bare name of a
// feature, or the declared name of a list of windows, which means all of them.
func (p *Project) Feature(name string) ([]*ir.Feature, error) {
	var found []*ir.Feature
	var names []string
	seen := map[*ir.Feature]bool{}
	offer := func(f *ir.Feature, owner string, aliases ...string) {
		names = append(names, owner+"."+f.Name)
		for _, a := range append(aliases, f.Name, f.Base, owner+"."+f.Name, owner+"."+f.Base) {
			if a == name && !seen[f] {
				seen[f] = true
				found = append(found, f)
			}
		}
	}
	for _, v := range p.Program.Views {
		for _, f := range v.Features {
			offer(f, v.Name)
		}
	}
	for _, s := range p.Program.Sets {
		for _, f := range s.Features {
			owner, _, _ := strings.Cut(f.Feature.QName(), ".")
			offer(f.Feature, owner, f.Name)
		}
	}
	if len(found) > 0 {
		return found, nil
	}
	if best := diag.Nearest(name, names); best != "" {
		return nil, fmt.Errorf("there is no feature %s (did you mean %s?)", name, best)
	}
	return nil, fmt.Errorf("there is no feature %s", name)
}

// Sources returns the sources and tables that a set reads, in order of first use.
func Sources(set *ir.FeatureSet) []*ir.Source { return set.Sources() }

// Read reads the label file (the set's own where path is empty) and the
// events of every source that the set reads. Before each, onRead is told what.
func (p *Project) Read(ctx context.Context, set *ir.FeatureSet, path string, onRead func(what string)) (*engine.Input, error) {
	onRead("labels")
	labels, err := data.ReadLabels(ctx, set, path)
	if err != nil {
		return nil, err
	}
	in := &engine.Input{Program: p.Program, Set: set, Labels: labels.Rows}
	for _, src := range Sources(set) {
		onRead(src.Name)
		events, _, err := data.ReadEvents(ctx, src)
		if err != nil {
			return nil, err
		}
		in.Events = append(in.Events, events)
	}
	return in, nil
}

// EngineError is an engine that could not run. Input that featc accepted does
// not cause it, unless the error below is a *diag.Failure.
type EngineError struct {
	Engine string
	Err    error
}

func (e *EngineError) Error() string { return "engine " + e.Engine + ": " + e.Err.Error() }

// Unwrap returns what the engine said.
func (e *EngineError) Unwrap() error { return e.Err }
