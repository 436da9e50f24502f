package duck

import (
	"context"
	"errors"
	"fmt"

	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/internal/data"
	"github.com/featc-lang/featc/internal/engine"
)

// SourceFiles is an engine.Engine that computes the input's labels over the files of
// the sources, which DuckDB reads; the input has no events. Files with text that is
// not UTF-8, which DuckDB cannot read, are read by featc.
type SourceFiles struct{ *Engine }

// Run computes the input's set.
func (e SourceFiles) Run(ctx context.Context, in *engine.Input) (*engine.Output, error) {
	out, err := e.run(ctx, in)
	if !errors.Is(err, ErrNotUTF8) {
		return out, err
	}
	read := *in
	for _, src := range in.Set.Sources() {
		events, _, err := data.ReadEvents(ctx, src)
		if err != nil {
			return nil, err
		}
		read.Events = append(read.Events, events)
	}
	return e.Engine.Run(ctx, &read)
}

func (e SourceFiles) run(ctx context.Context, in *engine.Input) (*engine.Output, error) {
	files := FileRun{Set: in.Set}
	for _, src := range in.Set.Sources() {
		if _, err := data.CheckEvents(ctx, src); err != nil {
			return nil, err
		}
	}
	if err := e.checkSources(ctx, files, nil); err != nil {
		return nil, err
	}
	var out *engine.Output
	err := e.connected(ctx, func(s *session) error {
		if err := s.loadLabels(ctx, in); err != nil {
			return fmt.Errorf("labels: %w", err)
		}
		s.opt.Path = files.path
		script, err := DuckDB.Train(plan.Build(in.Program), in.Set, s.opt)
		if err != nil {
			return err
		}
		out, err = s.train(ctx, script, in)
		return err
	})
	return out, err
}
