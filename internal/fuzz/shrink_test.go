package fuzz

import (
	"context"
	"strings"
	"testing"

	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/evaltest"
	"github.com/featc-lang/featc/internal/reference"
	"github.com/featc-lang/featc/runtime/value"
)

// forgetful is a faulty engine: it does not see the newest event of a source.
type forgetful struct{}

func (forgetful) Name() string { return "forgetful" }

func (forgetful) Run(ctx context.Context, in *engine.Input) (*engine.Output, error) {
	less := *in
	less.Events = nil
	for _, e := range in.Events {
		newest := 0
		for i, row := range e.Rows {
			if row[e.Source.Time].I > e.Rows[newest][e.Source.Time].I {
				newest = i
			}
		}
		var rows [][]value.Value
		for i, row := range e.Rows {
			if i != newest {
				rows = append(rows, row)
			}
		}
		less.Events = append(less.Events, &engine.Events{Source: e.Source, Rows: rows})
	}
	return reference.Engine{}.Run(ctx, &less)
}

func TestFaultIsFoundAndShrunk(t *testing.T) {
	ctx := context.Background()
	found := 0
	for seed := range uint64(20) {
		c, err := CompileSeed(seed)
		if err != nil {
			t.Fatal(err)
		}
		in := c.Input(0)
		m, err := Compare(ctx, forgetful{}, in)
		if err != nil {
			t.Fatal(err)
		}
		if m == nil {
			continue
		}
		found++
		repro := c.Repro(ctx, forgetful{}, in)
		script, err := evaltest.Parse("repro.test", repro)
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, repro)
		}
		k := script.Cases[0]
		if n := len(k.Evals[0].Labels); n != 1 {
			t.Errorf("seed %d: %d labels are left\n%s", seed, n, repro)
		}
		if n := size(&engine.Input{Events: k.Events}); n > 3 {
			t.Errorf("seed %d: %d events are left\n%s", seed, n, repro)
		}
		if n := strings.Count(repro, "\n"); n > 80 {
			t.Errorf("seed %d: %d lines are left\n%s", seed, n, repro)
		}
		right, _, err := k.Run(ctx, script.Name, reference.Engine{}, 0)
		if err != nil || len(right) > 0 {
			t.Errorf("seed %d: the repro does not hold on the reference: %v %v\n%s", seed, right, err, repro)
		}
		wrong, _, err := k.Run(ctx, script.Name, forgetful{}, 0)
		if err != nil || len(wrong) == 0 {
			t.Errorf("seed %d: the repro does not show the fault: %v\n%s", seed, err, repro)
		}
	}
	if found < 5 {
		t.Errorf("the fault was found in %d of 20 programs", found)
	}
}

func TestSeedsAreReadBack(t *testing.T) {
	s := Seed{12, 3}
	if got, err := ParseSeed(s.String()); err != nil || got != s {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err := ParseSeed("12"); err == nil {
		t.Error("no error for half a seed")
	}
}

func TestSameSeedSameCase(t *testing.T) {
	a, err := CompileSeed(7)
	if err != nil {
		t.Fatal(err)
	}
	b, err := CompileSeed(7)
	if err != nil {
		t.Fatal(err)
	}
	if a.Text != b.Text {
		t.Error("programs differ")
	}
	x, y := a.Input(3), b.Input(3)
	one, err := Expect(context.Background(), x)
	if err != nil {
		t.Fatal(err)
	}
	two, err := Expect(context.Background(), y)
	if err != nil {
		t.Fatal(err)
	}
	if m := differ("again", two, one); m != nil {
		t.Error(m.Text(x))
	}
}
