package evaltest

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/reference"
)

// TestGolden runs the scripts of golden/eval on every engine.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("../../golden/eval/*.test")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	engines := []engine.Engine{reference.Engine{}}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		script, err := Parse(filepath.Base(file), string(text))
		if err != nil {
			t.Error(err)
			continue
		}
		for _, e := range engines {
			for shuffle := range uint64(2) {
				var total Summary
				for _, c := range script.Cases {
					failures, sum, err := c.Run(context.Background(), script.Name, e, shuffle)
					if err != nil {
						t.Error(err)
					}
					for _, f := range failures {
						t.Error(f)
					}
					total.Values += sum.Values
					total.Skipped += sum.Skipped
				}
				t.Logf("%s on %s: %d values, %d cases skipped", script.Name, e.Name(), total.Values, total.Skipped)
			}
		}
	}
}
