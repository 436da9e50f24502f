package conformance

import (
	"testing"

	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/evaltest"
	"github.com/featc-lang/featc/runtime/value"
)

const sampleProgram = `package sample

entity user (user_id: int64)

source events {
  user_id: int64
  x:       string
  n:       int64
  at:      timestamp
  time     at
  sequence n
}

view v for user from events {
  all    = approx_top_frequent(x, 5)
  hour   = approx_top_frequent(x, 5) over 40m
  steps  = approx_top_frequent(x, 5) over 60m by 10m
  newest = approx_top_frequent(x, 5) over last 1500
  exact  = top_frequent(x, 5)
  recent = decayed_sum(n, at, 30s)
  top    = top_n(n % 977, 5)
  most   = max_by(x, n % 977, 3)
}

featureset s for user { include v.* }
`

// TestSamplesOnEveryEngine has more events than a sample, and more half-lives and keys than
// what is kept of them, which random programs have not.
func TestSamplesOnEveryEngine(t *testing.T) {
	p, err := evaltest.Compile("sample", sampleProgram)
	if err != nil {
		t.Fatal(err)
	}
	const start, second = 1_735_689_600_000_000, 1_000_000 // 2025-01-01
	in := &engine.Input{Program: p, Set: p.Sets[0], Events: []*engine.Events{{Source: p.Sources[0]}}}
	for i := range int64(3000) {
		u := i * 7919 % 3001
		x := string(rune('a' + u*u/3001*26/3001)) // few are frequent
		in.Events[0].Rows = append(in.Events[0].Rows, []value.Value{
			value.OfInt64(1), value.OfString(x), value.OfInt64(u), value.OfTimestamp(start + i/2*2*second), // two of a time
		})
	}
	for i := range int64(6) {
		in.Labels = append(in.Labels, engine.Label{At: start + (i+1)*600*second, Keys: []value.Value{value.OfInt64(1)}})
	}
	programs, input := only(in)
	onEngines(t, programs, input, withSnapshots(100), func(name string, _ *engine.Input, _ int, want, got *engine.Output) {
		if want.Rows[5][0] == want.Rows[5][4] {
			t.Error("the sample has all events")
		}
		for r := range want.Rows {
			for c, f := range in.Set.Features {
				if w, g := want.Rows[r][c], got.Rows[r][c]; w != g {
					t.Errorf("%s: %s at label %d is %s, want %s", name, f.Name, r, evaltest.Cell(g, f.Feature.Type), evaltest.Cell(w, f.Feature.Type))
				}
			}
		}
	})
}
