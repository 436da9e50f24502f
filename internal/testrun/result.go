package testrun

import (
	"context"
	"fmt"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/project"
)

// Result is the outcome of one test.
type Result struct {
	Name     string
	Where    string   // file:line:column of a test block, path of a golden file
	Checks   int      // how many comparisons were made, over all engines
	Failures []string // one line each, positioned
	Updated  bool     // a golden file was rewritten
}

func (r *Result) failf(format string, args ...any) {
	r.Failures = append(r.Failures, fmt.Sprintf(format, args...))
}

// run computes a set on one engine over the events at hand; a source that the
// set reads and that has no events is empty.
func run(ctx context.Context, p *project.Project, e engine.Engine, set *ir.FeatureSet, events map[*ir.Source]*engine.Events, labels []engine.Label) (*engine.Output, error) {
	in := &engine.Input{Program: p.Program, Set: set, Labels: labels}
	for _, src := range project.Sources(set) {
		if events[src] == nil {
			events[src] = &engine.Events{Source: src}
		}
		in.Events = append(in.Events, events[src])
	}
	out, err := e.Run(ctx, in)
	if err != nil {
		return nil, &project.EngineError{Engine: e.Name(), Err: err}
	}
	return out, nil
}
