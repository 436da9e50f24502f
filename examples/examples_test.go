// Package examples tests that the examples hold on their data: on all three
// engines, bit for bit, and the taxi demo against SQL written by hand.
package examples

import (
	"context"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/featc-lang/featc/internal/duck"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/project"
	"github.com/featc-lang/featc/internal/reference"
	"github.com/featc-lang/featc/internal/streamengine"
	"github.com/featc-lang/featc/internal/verify"
	"github.com/featc-lang/featc/runtime/value"
)

func quiet(string) {}

func read(t *testing.T, dir string) *engine.Input {
	t.Helper()
	p, err := project.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	set, err := p.Set("")
	if err != nil {
		t.Fatal(err)
	}
	in, err := p.Read(context.Background(), set, "", quiet)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func newDuck(t *testing.T) *duck.Engine {
	t.Helper()
	e, err := duck.New(duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

// needs skips a test whose data does not come with the repository.
func needs(t *testing.T, file string) {
	t.Helper()
	if _, err := os.Stat(file); err != nil {
		t.Skipf("SKIPPED: the example's data is not here: %v", err)
	}
}

func verifyAll(t *testing.T, dir string, labels int) {
	t.Helper()
	in := read(t, dir)
	if len(in.Labels) != labels {
		t.Errorf("%d labels, want %d", len(in.Labels), labels)
	}
	result, err := verify.Run(context.Background(), in, reference.Engine{}, []engine.Engine{duck.FileEngine{Engine: newDuck(t)}, &streamengine.Engine{}}, quiet)
	if err != nil {
		t.Fatal(err)
	}
	if n := result.Mismatches(); n > 0 {
		t.Errorf("%d values differ; run featc verify in %s", n, dir)
	}
	t.Logf("%d features, %d labels, 3 engines: no mismatch", len(result.Features), result.Labels)
}

func TestTaxi(t *testing.T) {
	needs(t, trips)
	verifyAll(t, "taxi", 10_000)
}

func TestShop(t *testing.T) {
	needs(t, filepath.Join("..", "..", "shared", "data", "shop", "checkouts.csv"))
	verifyAll(t, "shop", 200)
}

// FEBench's Q0 has rows of its own, so that this runs anywhere.
func TestFEBenchQ0(t *testing.T) { verifyAll(t, "febench-q0", 600) }

// The fraud example makes its own data, so that this runs anywhere.
func TestFraud(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"entities.feat", "fraud.feat"} {
		text, err := os.ReadFile(filepath.Join("fraud", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	generate := exec.Command("go", "run", "./fraud/generate", "-o", filepath.Join(dir, "data"))
	if out, err := generate.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	verifyAll(t, dir, 10_000)
}

var trips = filepath.Join("..", "..", "shared", "data", "taxi", "trips.csv")

// The demo's features are the same numbers as SQL written by hand, to the last
// bit where they are not sums of floats, and to 1e-12 where they are: DuckDB adds
// floats in an order of its own.
func TestTaxiAgainstHandwrittenSQL(t *testing.T) {
	needs(t, trips)
	text, err := os.ReadFile(filepath.Join("taxi", "handwritten.sql"))
	if err != nil {
		t.Fatal(err)
	}
	db, err := duck.Open(duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(strings.Replace(string(text), "trips.csv", trips, 1))
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}

	in := read(t, "taxi")
	out, err := newDuck(t).Run(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	column := map[string]int{}
	for i, f := range in.Set.Features {
		column[f.Name] = i
	}
	if len(names) != 10 {
		t.Fatalf("%d features by hand, want 10", len(names))
	}

	cells, into := make([]any, len(names)), make([]any, len(names))
	for i := range cells {
		into[i] = &cells[i]
	}
	line := 0
	for ; rows.Next(); line++ {
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		for i, name := range names {
			same(t, line, name, cells[i], out.Rows[line][column[name]])
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	if line != 10_000 {
		t.Errorf("compared %d trips, want 10,000", line)
	}
}

func same(t *testing.T, line int, name string, want any, got value.Value) {
	t.Helper()
	summed := strings.HasSuffix(name, "_sum") || strings.HasSuffix(name, "_mean")
	switch want := want.(type) {
	case int64:
		if got != value.OfInt64(want) {
			t.Errorf("trip %d, %s: %d, by hand %d", line+1, name, got.I, want)
		}
	case float64:
		g := got.Float64()
		if got.Kind != value.Float64 || g != want && !(summed && math.Abs(g-want) <= 1e-12*math.Abs(want)) {
			t.Errorf("trip %d, %s: %v, by hand %v", line+1, name, g, want)
		}
	default:
		t.Fatalf("trip %d, %s is a %T by hand", line+1, name, want)
	}
}
