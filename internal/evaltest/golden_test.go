package evaltest

import (
	"context"
	"os"
	"path/filepath"
	"slices"
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
	stream, err := BuildStream(ctx, programs)
	if err != nil {
		t.Fatal(err)
	}
	ways := []struct {
		name    string
		engine  engine.Engine
		shuffle uint64
	}{
		{"reference", reference.Engine{}, 0},
		{"reference, events shuffled", reference.Engine{}, 1},
		{"sql", sql, 0},
		{"sql, events shuffled", sql, 2},
		{"sql by the range join alone", sql.Without(sqlbackend.Rules...), 0},
		{"stream", stream.With(streamengine.RunOptions{}), 0},
		{"stream, events shuffled", stream.With(streamengine.RunOptions{}), 3},
		{"stream, snapshot and restore", stream.With(streamengine.RunOptions{SnapshotEvery: 1}), 0},
		{"stream, state expires", stream.With(streamengine.RunOptions{ExpireEvery: 1}), 0},
	}
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			var total Summary
			for _, s := range scripts {
				for _, c := range s.Cases {
					failures, sum, err := c.Run(ctx, s.Name, way.engine, way.shuffle)
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
