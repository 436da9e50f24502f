package testrun

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/project"
	"github.com/featc-lang/featc/internal/reference"
	"github.com/featc-lang/featc/runtime/value"
)

const program = `package p

entity user (user_id: int64)

source txns {
  user_id: int64
  name:    string
  at:      timestamp
  time     at
}

view v for user from txns {
  n    = count()    over 1h
  name = last(name) over 1h
}

featureset s for user {
  include v.*
}
`

const blocks = `
test "holds" {
  txns:
    user_id name at
    1       "é"  2025-01-01T10:00:00Z
  at 2025-01-01T10:30:00Z for user 1:
    v.n == 1
    v.name == "é"
}

test "does not" {
  at 2025-01-01T10:30:00Z for user 1:
    v.n == 0
    v.name == "x"
}
`

// off is the reference with counts that are one too high.
type off struct{ reference.Engine }

func (off) Name() string { return "off" }

func (o off) Run(ctx context.Context, in *engine.Input) (*engine.Output, error) {
	out, err := o.Engine.Run(ctx, in)
	if err != nil {
		return nil, err
	}
	for _, row := range out.Rows {
		row[0] = value.OfInt64(row[0].I + 1)
	}
	return out, nil
}

// broken does not run.
type broken struct{}

func (broken) Name() string { return "broken" }

func (broken) Run(context.Context, *engine.Input) (*engine.Output, error) {
	return nil, errors.New("out of order")
}

// load compiles a program in a folder that has one golden file, unless it is "".
func load(t *testing.T, text, golden string) *project.Project {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "p.feat"), text)
	if golden != "" {
		if err := os.Mkdir(filepath.Join(dir, "golden"), 0o755); err != nil {
			t.Fatal(err)
		}
		write(t, goldenPath(dir), golden)
	}
	p, err := project.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func goldenPath(dir string) string { return filepath.Join(dir, "golden", "g.txtar") }

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// brief is a result without places, which depend on the folder.
func brief(results []*Result) []Result {
	var out []Result
	for _, r := range results {
		b := Result{Name: r.Name, Checks: r.Checks, Updated: r.Updated}
		for _, f := range r.Failures {
			_, what, _ := strings.Cut(f, ": ")
			b.Failures = append(b.Failures, what)
		}
		out = append(out, b)
	}
	return out
}

func TestBlocks(t *testing.T) {
	for _, tt := range []struct {
		name    string
		engines []engine.Engine
		want    []Result
	}{
		{"one engine", []engine.Engine{reference.Engine{}}, []Result{
			{Name: "holds", Checks: 2},
			{Name: "does not", Checks: 2, Failures: []string{`v.name == "x" does not hold on reference: v.name is null`}},
		}},
		{"an engine that is off", []engine.Engine{reference.Engine{}, off{}}, []Result{
			{Name: "holds", Checks: 4, Failures: []string{"v.n == 1 does not hold on off: v.n is 2"}},
			{Name: "does not", Checks: 4, Failures: []string{
				`v.name == "x" does not hold on reference: v.name is null`,
				"v.n == 0 does not hold on off: v.n is 1",
				`v.name == "x" does not hold on off: v.name is null`,
			}},
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Blocks(context.Background(), load(t, program+blocks, ""), tt.engines)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, brief(got)); diff != "" {
				t.Errorf("results (-want +got):\n%s", diff)
			}
		})
	}
}

func TestBlocksOfABrokenEngine(t *testing.T) {
	_, err := Blocks(context.Background(), load(t, program+blocks, ""), []engine.Engine{broken{}})
	var failed *project.EngineError
	if !errors.As(err, &failed) || failed.Engine != "broken" {
		t.Errorf("error %v", err)
	}
}

const archive = `What is read.
-- set --
s
-- events/txns.csv --
user_id,name,at
1,é,2025-01-01T10:00:00Z
-- reads.csv --
user_id,at
1,2025-01-01T10:30:00Z
2,2025-01-01T10:30:00Z
`

const expected = `-- want.csv --
v_n,v_name
1,é
0,
`

func TestGoldens(t *testing.T) {
	good, wrong := archive+expected, archive+strings.Replace(expected, "1,é", "7,é", 1)
	for _, tt := range []struct {
		name, file string
		engines    []engine.Engine
		update     bool
		want       Result
		after      string // the file; "" is as before
	}{
		{name: "holds", file: good, want: Result{Checks: 4}},
		{name: "differs", file: wrong, want: Result{Checks: 4, Failures: []string{"read 1, v_n: want 7, got 1 on reference"}}},
		{name: "an engine differs", file: good, engines: []engine.Engine{off{}},
			want: Result{Checks: 8, Failures: []string{"read 1, v_n: want 1, got 2 on off", "read 2, v_n: want 0, got 1 on off"}}},
		{name: "nothing is expected yet", file: archive, want: Result{Failures: []string{"there is no want.csv yet; featc test -update makes it"}}},
		{name: "other columns", file: archive + "-- want.csv --\nv_n\n1\n0\n",
			want: Result{Failures: []string{"want.csv has 2 rows of 1 features, reference gives 2 rows of 2; featc test -update rewrites it"}}},
		{name: "update makes", file: archive, update: true, want: Result{Updated: true}, after: good},
		{name: "update rewrites", file: wrong, update: true, want: Result{Updated: true}, after: good},
		{name: "update of what holds", file: good, update: true},
		{name: "update while engines differ", file: wrong, engines: []engine.Engine{off{}}, update: true,
			want: Result{Checks: 4, Failures: []string{"read 1, v_n: want 1, got 2 on off", "read 2, v_n: want 0, got 1 on off"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := load(t, program, tt.file)
			engines := append([]engine.Engine{reference.Engine{}}, tt.engines...)
			got, err := Goldens(context.Background(), p, engines, tt.update)
			if err != nil {
				t.Fatal(err)
			}
			tt.want.Name = "g"
			if diff := cmp.Diff([]Result{tt.want}, brief(got)); diff != "" {
				t.Errorf("results (-want +got):\n%s", diff)
			}
			if tt.after == "" {
				tt.after = tt.file
			}
			text, err := os.ReadFile(goldenPath(p.Dir))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.after, string(text)); diff != "" {
				t.Errorf("file (-want +got):\n%s", diff)
			}
		})
	}
}

// A golden file that cannot be used is said so, with its name.
func TestGoldenErrors(t *testing.T) {
	for _, tt := range []struct{ name, file, want string }{
		{"no set", "-- reads.csv --\nuser_id,at\n", `there is no file "set" in it`},
		{"another set", "-- set --\nt\n", "there is no feature set t"},
		{"another source", archive + "-- events/logins.csv --\na\n", "events/logins.csv is no source that s reads"},
		{"no reads", "-- set --\ns\n", "reads.csv: the file is empty"},
		{"a bad cell", strings.Replace(archive, "1,é", "one,é", 1), `events/txns.csv: row 1 (line 2), column user_id: "one" is not an int64`},
		{"ragged", archive + "-- want.csv --\na,b\n1\n", "want.csv: record on line 2: wrong number of fields"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := load(t, program, tt.file)
			_, err := Goldens(context.Background(), p, []engine.Engine{reference.Engine{}}, false)
			if err == nil || !strings.HasPrefix(err.Error(), goldenPath(p.Dir)+": ") || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
		})
	}
}
