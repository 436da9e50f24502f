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

// onEngines runs inputs, each of a program of its own, on SQL and on generated Go, and has
// check compare what they give for input i with what the reference gives.
func onEngines(t *testing.T, inputs []*engine.Input, streams map[string]streamengine.RunOptions, check func(name string, i int, want, got *engine.Output)) {
	t.Helper()
	ctx := context.Background()
	sql, err := duck.New(duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer sql.Close()
	var programs []*ir.Program
	for _, in := range inputs {
		programs = append(programs, in.Program)
	}
	stream, err := evaltest.BuildStream(ctx, programs)
	if err != nil {
		t.Fatal(err)
	}
	engines := map[string]engine.Engine{"sql": sql}
	for name, opt := range streams {
		engines[name] = stream.With(opt)
	}
	for i, in := range inputs {
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
			check(name, i, want, got)
		}
	}
}
