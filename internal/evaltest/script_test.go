package evaltest

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/reference"
	"github.com/featc-lang/featc/runtime/value"
)

const program = `package t
entity user (user_id: int64)
source events {
  user_id: int64
  x: float64?
  s: string?
  at: timestamp
  time at
}
view v for user from events {
  n = count()
  x = sum(x)
  s = last(s)
}
featureset set for user { include v.* }
`

// script puts commands after the program above.
func script(commands string) string {
	return "feat\n  " + strings.ReplaceAll(program, "\n", "\n  ") + "\n" + commands
}

func TestFailuresAndSkips(t *testing.T) {
	s, err := Parse("x.test", script(`case one
load events
  user_id x   at
  1       0.5 2025-01-01T00:00:00Z
eval
  user_id at                   | v_n v_x
  1       2025-01-01T00:00:00Z | 1   0.5
  1       2025-01-01T00:00:00Z | 2   0.25
case two
skip reference: because
eval
  user_id at                   | v_n
  1       2025-01-01T00:00:00Z | 99
`))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	var total Summary
	for _, c := range s.Cases {
		failures, sum, err := c.Run(context.Background(), s.Name, reference.Engine{}, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range failures {
			got = append(got, f.String())
		}
		total = total.Plus(sum)
	}
	want := []string{
		"x.test:25: reference: v_n is 1, want 2",
		"x.test:25: reference: v_x is 0.5, want 0.25 (bits 3fe0000000000000, want 3fd0000000000000)",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("failures (-want +got):\n%s", diff)
	}
	if want := (Summary{Values: 4, Skipped: 1}); total != want {
		t.Errorf("summary %v, want %v", total, want)
	}
}

func TestScriptErrors(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"command", "lode x", `x.test:1: unknown command "lode"`},
		{"indent", "  feat", "x.test:1: indented, but no command is open"},
		{"no program", "case x", "x.test:1: a case needs a program: feat"},
		{"program", "feat\n  package t\n  entity", "x.test:1: x.test.feat:3"},
		{"no case", script("load events"), "x.test:18: load outside a case"},
		{"source", script("case c\nload nothing"), `x.test:19: no source "nothing"`},
		{"set", script("case c\neval other"), `x.test:19: no set "other"`},
		{"column", script("case c\nload events\n  y"), `x.test:20: unknown or repeated column "y"`},
		{"width", script("case c\nload events\n  x s\n  1"), "x.test:21: 1 cells under 2 columns"},
		{"cell", script("case c\nload events\n  x\n  abc"), `x.test:21: column x: "abc" is not a float64`},
		{"quote", script("case c\nload events\n  s\n  \"abc"), "x.test:21: no closing quote"},
		{"table", script("case c\nload events"), "x.test:19: expected a table"},
		{"bar", script("case c\neval\n  user_id at"), "x.test:20: no | between inputs and results"},
		{"inputs", script("case c\neval\n  user_id | v_n"), "x.test:20: expected every key, request field and at: 2 columns"},
		{"skip", script("case c\nskip sql"), "x.test:19: expected, in a case, skip ENGINE: REASON"},
	}
	for _, tt := range tests {
		_, err := Parse("x.test", tt.text)
		if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want %s", tt.name, err, tt.want)
		}
	}
}

func TestFormatIsReadBack(t *testing.T) {
	compiled, err := Compile("t", program)
	if err != nil {
		t.Fatal(err)
	}
	texts := []value.Value{value.Null, value.OfString(""), value.OfString("null"), value.OfString("a b"), value.OfString("#é"), value.OfString("|")}
	in := &engine.Input{Program: compiled, Set: compiled.Sets[0], Events: []*engine.Events{{Source: compiled.Sources[0]}}}
	for i, s := range texts {
		in.Events[0].Rows = append(in.Events[0].Rows, []value.Value{
			value.OfInt64(int64(i)), value.OfFloat64(5e-324), s, value.OfTimestamp(-1),
		})
		in.Labels = append(in.Labels, engine.Label{At: int64(i), Keys: []value.Value{value.OfInt64(int64(i))}, Request: []value.Value{}})
	}
	want := [][]value.Value{}
	for _, s := range texts {
		want = append(want, []value.Value{s})
	}
	back, err := Parse("x.test", Format(program, in, []int{2}, want))
	if err != nil {
		t.Fatal(err)
	}
	c := back.Cases[0]
	if diff := cmp.Diff(in.Events[0].Rows, c.Events[0].Rows); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(in.Labels, c.Evals[0].Labels); diff != "" {
		t.Errorf("labels (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, c.Evals[0].Want); diff != "" {
		t.Errorf("want (-want +got):\n%s", diff)
	}
}
