package conformance

import (
	"context"
	"testing"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/duck"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/evaltest"
	"github.com/featc-lang/featc/internal/reference"
	"github.com/featc-lang/featc/internal/streamengine"
)

// live is generated Go as it is.
var live = map[string]streamengine.RunOptions{"stream": {}}

// withSnapshots is generated Go as it is, and through a snapshot after every so many events.
func withSnapshots(every int) map[string]streamengine.RunOptions {
	return map[string]streamengine.RunOptions{"stream": {}, "stream through snapshots": {SnapshotEvery: every}}
}

// only is an input alone.
func only(in *engine.Input) ([]*ir.Program, func(int) *engine.Input) {
	return []*ir.Program{in.Program}, func(int) *engine.Input { return in }
}

// onEngines runs programs, each with an input, on SQL and on generated Go, and has check
// compare what they give for input i with what the reference gives.
func onEngines(t *testing.T, programs []*ir.Program, input func(i int) *engine.Input, streams map[string]streamengine.RunOptions, check func(name string, in *engine.Input, i int, want, got *engine.Output)) {
	t.Helper()
	ctx := context.Background()
	sql, err := duck.New(duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer sql.Close()
	stream, err := evaltest.BuildStream(ctx, programs)
	if err != nil {
		t.Fatal(err)
	}
	engines := map[string]engine.Engine{"sql": sql}
	for name, opt := range streams {
		engines[name] = stream.With(opt)
	}
	for i := range programs {
		in := input(i) // one at a time: some are large
		want, err := reference.Engine{}.Run(ctx, in)
		if err != nil {
			t.Fatal(err)
		}
		for name, e := range engines {
			got, err := e.Run(ctx, in)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			check(name, in, i, want, got)
		}
	}
}
