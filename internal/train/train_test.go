package train

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/data"
	"github.com/featc-lang/featc/internal/project"
	"github.com/featc-lang/featc/runtime/value"
)

const program = `package p

entity user (user_id: int64)

source txns {
  user_id: int64?
  amount:  float64?
  at:      timestamp
  time     at
  batch    csv("txns*.csv")
}

view v for user from txns {
  n     = count()     over 1h
  total = sum(amount) over 1h
}

featureset s for user {
  labels csv("labels.csv")
  include v.*
}
`

const (
	txns = `user_id,amount,at
1,2.5,2025-01-01T10:00:00Z
1,,2025-01-01T10:10:00Z
,9,2025-01-01T10:15:00Z
`
	more = `user_id,amount,at
1,nan,2025-01-01T10:20:00Z
2,4,2025-01-01T10:20:00Z
`
	labels = `note,at,user_id
x,2025-01-01T10:30:00Z,1
y,2025-01-01T10:00:00Z,2
"",2025-01-01T10:30:00Z,
`
	trained = `note,at,user_id,v_n,v_total
x,2025-01-01T10:30:00Z,1,3,2.5
y,2025-01-01T10:00:00Z,2,0,
,2025-01-01T10:30:00Z,,0,
`
)

// request makes a project with files in a folder of its own.
func request(t *testing.T, e Engine, files map[string]string) *Request {
	t.Helper()
	dir := t.TempDir()
	all := map[string]string{"p.feat": program, "txns.csv": txns, "txns2.csv": more, "labels.csv": labels}
	for name, text := range files {
		all[name] = text
	}
	for name, text := range all {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	p, err := project.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	set, err := p.Set("")
	if err != nil {
		t.Fatal(err)
	}
	return &Request{
		Project: p, Set: set, Output: filepath.Join(dir, "out.csv"), Engine: e,
		Step: func(string) {}, Percent: func(string, float64) {},
	}
}

func TestRun(t *testing.T) {
	for _, e := range []Engine{SQL, Stream} {
		t.Run(e.String(), func(t *testing.T) {
			req := request(t, e, nil)
			got, err := Run(context.Background(), req)
			if err != nil {
				t.Fatal(err)
			}
			dir := req.Project.Dir
			want := &Summary{
				Set: "s", Engine: e.String(), Labels: filepath.Join(dir, "labels.csv"), Output: req.Output, Rows: 3,
				Features: []Nulls{{"v_n", "int64", 0}, {"v_total", "float64?", 2}},
				Sources:  []Source{{"txns", []string{filepath.Join(dir, "txns.csv"), filepath.Join(dir, "txns2.csv")}, 2}},
				Rejected: []Rejected{{"txns.amount", "not finite", 1}, {"txns_by_user", "null key", 1}},
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("summary (-want +got):\n%s", diff)
			}
			text, err := os.ReadFile(req.Output)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(trained, string(text)); diff != "" {
				t.Errorf("training set (-want +got):\n%s", diff)
			}
		})
	}
}

// DuckDB refuses text that is not UTF-8; featc's reader, for which it is null,
// then takes its place.
func TestNotUTF8(t *testing.T) {
	named := strings.Replace(program, "  amount:", "  name:    string?\n  amount:", 1)
	named = strings.Replace(named, "total = sum(amount)", "names = count_distinct(name)", 1)
	req := request(t, SQL, map[string]string{
		"p.feat":    named,
		"txns.csv":  "user_id,name,amount,at\n1,\xff,1,2025-01-01T10:00:00Z\n1,a,1,2025-01-01T10:00:00Z\n",
		"txns2.csv": "user_id,name,amount,at\n",
	})
	got, err := Run(context.Background(), req)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Rejected{{"txns.name", "not UTF-8", 1}}, got.Rejected); diff != "" {
		t.Errorf("rejected (-want +got):\n%s", diff)
	}
}

// Bytes that pass through from labels in Parquet are base64 in JSON, and themselves in
// CSV, whoever reads the labels.
func TestBytesPassThrough(t *testing.T) {
	named := strings.Replace(program, "  amount:", "  name:    string?\n  amount:", 1)
	named = strings.Replace(named, "total = sum(amount)", "names = count_distinct(name)", 1)
	for who, name := range map[string]string{"DuckDB": "a", "featc": "\xff"} {
		for ext, want := range map[string]string{
			"csv": "user_id,at,raw,v_n,v_names\n1,2025-01-01T10:30:00Z,\"\xffa,\",0,0\n2,2025-01-01T10:30:00Z,,0,0\n",
			"jsonl": `{"user_id": 1, "at": "2025-01-01T10:30:00Z", "raw": "/2Es", "v_n": 0, "v_names": 0}` + "\n" +
				`{"user_id": 2, "at": "2025-01-01T10:30:00Z", "raw": null, "v_n": 0, "v_names": 0}` + "\n",
		} {
			req := request(t, SQL, map[string]string{
				"p.feat":    named,
				"txns.csv":  "user_id,name,amount,at\n7," + name + ",1,2025-01-01T10:00:00Z\n",
				"txns2.csv": "user_id,name,amount,at\n",
			})
			req.Labels = filepath.Join(req.Project.Dir, "labels.parquet")
			at := value.OfTimestamp(1735727400_000000)
			err := data.WriteTable(req.Labels, []*data.Column{
				{Name: "user_id", Type: types.Int64, Values: []value.Value{value.OfInt64(1), value.OfInt64(2)}},
				{Name: "at", Type: types.Timestamp, Values: []value.Value{at, at}},
				{Name: "raw", Type: types.Bytes.Null(), Values: []value.Value{value.OfBytes([]byte("\xffa,")), value.Null}},
			})
			if err != nil {
				t.Fatal(err)
			}
			req.Output = filepath.Join(req.Project.Dir, "out."+ext)
			if _, err := Run(context.Background(), req); err != nil {
				t.Fatal(err)
			}
			text, err := os.ReadFile(req.Output)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, string(text)); diff != "" {
				t.Errorf("%s, %s (-want +got):\n%s", who, ext, diff)
			}
		}
	}
}

func TestRunRefuses(t *testing.T) {
	for _, tt := range []struct {
		name   string
		files  map[string]string
		change func(*Request)
		want   string
	}{
		{"an output of no known kind", nil, func(r *Request) { r.Output = "x.txt" }, "the name must end in .csv, .jsonl or .parquet"},
		{"an output in no folder", nil, func(r *Request) { r.Output = filepath.Join("none", "x.csv") }, "there is no folder none"},
		{"the labels as output", nil, func(r *Request) { r.Output = filepath.Join(r.Project.Dir, "labels.csv") }, "the training set is made from it"},
		{"events as output", nil, func(r *Request) { r.Output = filepath.Join(r.Project.Dir, "txns2.csv") }, "the training set is made from it"},
		{"labels that are not there", nil, func(r *Request) { r.Labels = "none.csv" }, "there is no file none.csv"},
		{"a label column named as a feature", map[string]string{"labels.csv": "user_id,at,v_n\n"}, nil, "column v_n has the name of a feature of s; rename it"},
		{"events without a column", map[string]string{"txns2.csv": "user_id,at\n"}, nil, "there is no column amount"},
		{"a cell that does not parse", map[string]string{"txns2.csv": more + "3,x,2025-01-01T10:20:00Z\n"}, nil,
			`row 3 (line 4), column amount: "x" is not a float64`},
		{"a quote inside a cell", map[string]string{"txns2.csv": "note,user_id,amount,at\n12\" pipe,1,2,2025-01-01T10:00:00Z\n"}, nil,
			"txns2.csv: line 2: a quote inside a cell"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			req := request(t, SQL, tt.files)
			if tt.change != nil {
				tt.change(req)
			}
			out := filepath.Join(req.Project.Dir, "out.csv")
			_, err := Run(context.Background(), req)
			var internal *project.EngineError
			if err == nil || !strings.Contains(err.Error(), tt.want) || errors.As(err, &internal) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
			if _, err := os.Stat(out); err == nil {
				t.Error("there is an output")
			}
		})
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	req := request(t, SQL, nil)
	req.Step = func(what string) {
		if strings.HasPrefix(what, "computing") {
			cancel()
		}
	}
	if _, err := Run(ctx, req); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if _, err := os.Stat(req.Output); err == nil {
		t.Error("a cancelled run wrote its output")
	}
}

func TestParseEngine(t *testing.T) {
	for _, e := range []Engine{SQL, Stream} {
		if got, err := ParseEngine(e.String()); got != e || err != nil {
			t.Errorf("%s is engine %v, error %v", e, got, err)
		}
	}
	if _, err := ParseEngine("spark"); err == nil {
		t.Error("there is an engine spark")
	}
}

// A column that is null in every row has its type all the same.
func TestTypeOfNulls(t *testing.T) {
	for _, e := range []Engine{SQL, Stream} {
		text := strings.Replace(program, "include v.*", `include v.*
  gone = concat(regexp_extract("b", "(a)", 1), string(v.n))`, 1)
		req := request(t, e, map[string]string{"p.feat": text})
		req.Output = strings.TrimSuffix(req.Output, "csv") + "parquet"
		if _, err := Run(context.Background(), req); err != nil {
			t.Fatal(err)
		}
		gone := &ir.Column{Name: "gone", Type: types.String}
		if err := data.CheckTypes(context.Background(), req.Output, "parquet", []*ir.Column{gone}); err != nil {
			t.Errorf("%s: %v", e, err)
		}
	}
}
