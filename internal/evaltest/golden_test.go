package evaltest

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	sqlbackend "github.com/featc-lang/featc/backends/sql"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/duck"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/reference"
	"github.com/featc-lang/featc/internal/streamengine"
)

// TestGolden runs the scripts of golden/eval, and the examples of the contract, on
// every engine.
func TestGolden(t *testing.T) {
	ctx := context.Background()
	scripts := goldenScripts(t)
	sql, err := duck.New(duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer sql.Close()
	var programs []*ir.Program
	for _, s := range scripts {
		for _, c := range s.Cases {
			if !slices.Contains(programs, c.Program) {
				programs = append(programs, c.Program)
			}
		}
	}
	build := sync.OnceValues(func() (*Stream, error) { return BuildStream(ctx, programs) })
	of := func(e engine.Engine) func() (engine.Engine, error) {
		return func() (engine.Engine, error) { return e, nil }
	}
	stream := func(opt streamengine.RunOptions) func() (engine.Engine, error) {
		return func() (engine.Engine, error) {
			built, err := build()
			if err != nil {
				return nil, err
			}
			return built.With(opt), nil
		}
	}
	ways := []struct {
		name    string
		engine  func() (engine.Engine, error) // built only where the way is run
		shuffle uint64
	}{
		{"reference", of(reference.Engine{}), 0},
		{"reference, events shuffled", of(reference.Engine{}), 1},
		{"sql", of(sql), 0},
		{"sql, events shuffled", of(sql), 2},
		{"sql by the range join alone", of(sql.Without(sqlbackend.Rules...)), 0},
		{"stream", stream(streamengine.RunOptions{}), 0},
		{"stream, events shuffled", stream(streamengine.RunOptions{}), 3},
		{"stream, snapshot and restore", stream(streamengine.RunOptions{SnapshotEvery: 1}), 0},
		{"stream, state expires", stream(streamengine.RunOptions{ExpireEvery: 1}), 0},
	}
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			e, err := way.engine()
			if err != nil {
				t.Fatal(err)
			}
			var total Summary
			for _, s := range scripts {
				for _, c := range s.Cases {
					failures, sum, err := c.Run(ctx, s.Name, e, way.shuffle)
					if err != nil {
						t.Error(err)
					}
					for _, f := range failures {
						t.Error(f)
					}
					total = total.Plus(sum)
				}
			}
			t.Logf("%d scripts, %v", len(scripts), total)
		})
	}
}

func goldenScripts(t *testing.T) []*Script {
	files, err := filepath.Glob("../../golden/eval/*.test")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	var out []*Script
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		script, err := Parse(filepath.Base(file), string(text))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, script)
	}
	contract, err := os.ReadFile("../../docs/semantics.md")
	if err != nil {
		t.Fatal(err)
	}
	examples, err := Examples("docs/semantics.md", string(contract))
	if err != nil {
		t.Fatal(err)
	}
	if len(examples) < 20 {
		t.Errorf("found %d examples only in docs/semantics.md", len(examples))
	}
	return append(out, examples...)
}
