package streamengine

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/featc-lang/featc/compiler"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/gobuild"
	"github.com/featc-lang/featc/runtime/admission"
	"github.com/featc-lang/featc/runtime/value"
)

const visits = `package visits
entity user (user: int64)
source pages {
  id: string?
  user: int64?
  ms: float64?
  at: timestamp
  seen: timestamp?
  time at
  arrival seen
  unique id within 1h
  lateness 2h
}
view v for user from pages {
  n = count() over 1h
  closed = count() over [1h, now]
  before = count() over (2h, 1h]
  total = sum(ms) over 1h, all
  slow = max(ms) over 1h, all
  quick = min(ms) over 1h default -1
  ids = count_distinct(id) over all
  newest = last(ms) over all
  oldest = first(ms) over all
  two = sum(ms) over last 2
  long = count() where ms > 100 over last 2 within 1h
}
featureset s for user {
  request { ms: float64 }
  include v.*
  share = request.ms / v.total_1h
}
featureset just_n for user { include v.{n} }
`

func load(t *testing.T) *ir.Program {
	t.Helper()
	p, bag := compiler.LoadFiles(map[string][]byte{"main.feat": []byte(visits)})
	for _, d := range bag.Sorted() {
		t.Log(d)
	}
	if p == nil {
		t.Fatal("the program does not compile")
	}
	return p
}

const minute = int64(time.Minute / time.Microsecond)

// page is an event; minutes are of event time and of arrival, -1 for none.
func page(id string, user int64, ms float64, at, seen int64) []value.Value {
	row := []value.Value{value.Null, value.Null, value.OfFloat64(ms), value.OfTimestamp(at * minute), value.Null}
	if id != "" {
		row[0] = value.OfString(id)
	}
	if user >= 0 {
		row[1] = value.OfInt64(user)
	}
	if seen >= 0 {
		row[4] = value.OfTimestamp(seen * minute)
	}
	return row
}

func input(p *ir.Program) *engine.Input {
	ask := func(user value.Value, at int64) engine.Label {
		return engine.Label{At: at, Keys: []value.Value{user}, Request: []value.Value{value.OfFloat64(50)}}
	}
	one := value.OfInt64(1)
	return &engine.Input{
		Program: p, Set: p.Sets[0],
		Events: []*engine.Events{{Source: p.Sources[0], Rows: [][]value.Value{
			page("a", 1, 100, 600, 600),
			page("b", 1, 200, 630, 700), // an hour on its way
			page("a", 1, 999, 610, 611), // a duplicate
			page("c", 1, 300, 660, -1),  // there at once
			page("d", 1, 777, 500, 701), // late
			page("", 1, 0.1, 640, 702),  // without an id
			page("e", -1, 5, 600, 600),  // of nobody
			page("f", 2, 7, 600, 600),
		}}},
		Labels: []engine.Label{
			ask(one, 720*minute),
			ask(one, 660*minute-1),
			ask(one, 660*minute),
			ask(value.OfInt64(2), 660*minute),
			ask(value.Null, 660*minute),
			ask(value.OfInt64(3), 0),
		},
	}
}

// wanted is what the contract gives for input, worked out by hand, in the order
// of the set: n, closed, before; total 1h, all; slow 1h, all;
// quick; ids; newest; oldest; two; long; share.
func wanted() [][]value.Value {
	i, f, null := value.OfInt64, value.OfFloat64, value.Null
	return [][]value.Value{
		// At 12:00 with a, b, c and the one without id: only those after 11:00, or at it.
		{i(0), i(1), i(3), null, f(600.1), null, f(300), f(-1), i(3), f(300), f(100), f(300.1), i(0), null},
		// Just before 11:00 only a is there, not yet an hour old.
		{i(1), i(1), i(0), f(100), f(100), f(100), f(100), f(100), i(1), f(100), f(100), f(100), i(0), f(0.5)},
		// Then it is, and c has come.
		{i(1), i(2), i(1), f(300), f(400), f(300), f(300), f(300), i(2), f(300), f(100), f(400), i(1), f(50.0 / 300)},
		{i(0), i(1), i(1), null, f(7), null, f(7), f(-1), i(1), f(7), f(7), f(7), i(0), null},
		{i(0), i(0), i(0), null, null, null, null, f(-1), i(0), null, null, null, i(0), null},
		{i(0), i(0), i(0), null, null, null, null, f(-1), i(0), null, null, null, i(0), null},
	}
}

func TestRun(t *testing.T) {
	p := load(t)
	e := &Engine{}
	if e.Name() != "stream" {
		t.Errorf("name is %q", e.Name())
	}
	for _, every := range []int{0, 1, 3} {
		e.Options.SnapshotEvery = every
		in := input(p)
		for range 3 {
			rows := in.Events[0].Rows
			rand.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
			out, err := e.Run(context.Background(), in)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(wanted(), out.Rows); diff != "" {
				t.Errorf("snapshots every %d (-want +got):\n%s", every, diff)
			}
		}
	}
}

func TestVerdicts(t *testing.T) {
	var got []Verdicts
	for _, every := range []int{0, 2} {
		e := &Engine{Options: RunOptions{SnapshotEvery: every, Verdicts: func(v []Verdicts) { got = v }}}
		if _, err := e.Run(context.Background(), input(load(t))); err != nil {
			t.Fatal(err)
		}
		want := []Verdicts{{"pages_by_user", map[admission.Verdict]int64{
			admission.Admitted: 5, admission.Late: 1, admission.Duplicate: 1, admission.NullKey: 1,
		}}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("verdicts (-want +got):\n%s", diff)
		}
	}
}

// One driver serves many programs, and sets that are in no program's text.
func TestManyProgramsAndSets(t *testing.T) {
	first, second := load(t), load(t)
	d, err := Build(context.Background(), plan.Build(first), plan.Build(second))
	if err != nil {
		t.Fatal(err)
	}
	in := input(second)
	in.Set = second.Sets[1]
	for i := range in.Labels {
		in.Labels[i].Request = nil
	}
	out, err := d.Run(context.Background(), 1, in, RunOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range wanted() {
		if diff := cmp.Diff(row[:1], out.Rows[i]); diff != "" {
			t.Errorf("label %d (-want +got):\n%s", i, diff)
		}
	}

	in.Set = &ir.FeatureSet{Name: "s", Entities: in.Set.Entities, Features: in.Set.Features}
	if _, err := d.Run(context.Background(), 1, in, RunOptions{}); err == nil {
		t.Error("a set that is not in the plan was run")
	}
	out, err = (&Engine{}).Run(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(wanted()[2][:1], out.Rows[2]); diff != "" {
		t.Errorf("set of its own (-want +got):\n%s", diff)
	}
}

func TestErrors(t *testing.T) {
	p := load(t)
	in := input(p)
	in.Labels[0].Keys = nil
	if _, err := (&Engine{}).Run(context.Background(), in); err == nil {
		t.Error("a label without its key was read")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := (&Engine{}).Run(ctx, input(p)); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled run: %v", err)
	}
}

// What the machine lacks is told apart from what is wrong with featc.
func TestSetup(t *testing.T) {
	p := plan.Build(load(t))
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, need string
		env        map[string]string
	}{
		{"no go", "the go command", map[string]string{"PATH": "", "XDG_CACHE_HOME": t.TempDir()}},
		{"no home", "a cache folder", map[string]string{"HOME": "", "XDG_CACHE_HOME": ""}},
		{"a file for a cache", "a cache folder", map[string]string{"XDG_CACHE_HOME": file}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for name, v := range tt.env {
				t.Setenv(name, v)
			}
			var setup *gobuild.SetupError
			if _, err := Build(context.Background(), p); !errors.As(err, &setup) || !strings.HasPrefix(setup.Need, tt.need) {
				t.Errorf("built with %v", err)
			}
		})
	}
}

func TestCompareValues(t *testing.T) {
	dec := value.OfDecimal
	for _, tt := range []struct{ less, more value.Value }{
		{value.Null, value.OfInt64(-1 << 63)},
		{value.OfInt64(-1), value.OfInt64(0)},
		{value.OfFloat64(-2), value.OfFloat64(-1)},
		{value.OfString("Z"), value.OfString("a")},
		{value.OfBool(false), value.OfBool(true)},
		{dec(-1, 1<<63), dec(0, 0)},
		{dec(0, 1), dec(0, 1<<63)},
	} {
		if compareValues(tt.less, tt.more) >= 0 || compareValues(tt.more, tt.less) <= 0 || compareValues(tt.less, tt.less) != 0 {
			t.Errorf("%v is not before %v", tt.less, tt.more)
		}
	}
}
