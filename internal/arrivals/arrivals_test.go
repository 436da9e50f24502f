package arrivals_test

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/arrivals"
	"github.com/featc-lang/featc/internal/duck"
	"github.com/featc-lang/featc/internal/project"
	"github.com/featc-lang/featc/runtime/value"
)

const program = `package p
entity user (user: int64)
source a {
  id: string
  user: int64
  x: float64?
  at: timestamp
  seen: timestamp?
  time at
  arrival seen
  unique id within 1h
  batch csv("a*.csv")
}
source b {
  user: int64
  name: string?
  at: timestamp
  time at
  delay 20s
  batch csv("b.csv")
}
view v for user from a { n = count() over 1h }
view w for user from b { n = count() over 1h }
featureset s for user { include v.*, w.* }
`

func sources(t *testing.T, dir, program string, files map[string]string) []*ir.Source {
	t.Helper()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "p.feat"), []byte(program), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := project.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	return p.Program.Sources
}

// in lists events as source:first column@arrival in seconds.
func in(t *testing.T, r *arrivals.Reader, most int) (out []string) {
	t.Helper()
	err := r.Each(context.Background(), func(src *ir.Source, at int64, row []value.Value) error {
		first := row[0].S
		if src.Name == "b" {
			first = row[1].S
		}
		if out = append(out, fmt.Sprintf("%s:%s@%d", src.Name, first, at/1e6)); len(out) == most {
			return arrivals.ErrEnough
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

const (
	a1 = "id,user,x,at,seen\n" +
		"late,1,1,1970-01-01T00:00:10Z,1970-01-01T00:10:00Z\n" + // arrives at 600
		"none,1,inf,1970-01-01T00:01:20Z,\n" + // at 80
		"z,1,1,1970-01-01T00:00:05Z,1970-01-01T00:01:20Z\n" + // at 80 too, of before
		"y,1,1,1970-01-01T00:01:20Z,1970-01-01T00:01:20Z\n" // and of the same instant as none
	a2 = "id,user,x,at,seen\nother,1,,1970-01-01T00:00:00Z,1970-01-01T00:00:01Z\n"
	b  = "user,name,at\n1,same,1970-01-01T00:01:00Z\n1,first,1969-12-31T23:59:40Z\n"
)

var order = []string{"b:first@0", "a:other@1", "a:z@80", "a:none@80", "a:y@80", "b:same@80", "a:late@600"}

func TestOrder(t *testing.T) {
	for name, b := range map[string]string{
		"read by DuckDB":         b,
		"with what is not UTF-8": strings.Replace(b, "1,same", "2,\xff,1970-01-01T00:20:00Z\n1,same", 1),
	} {
		t.Run(name, func(t *testing.T) {
			want, rejected := order, []duck.Rejected{{Place: "a.x", Cause: "not finite", Count: 1}}
			if strings.Contains(b, "\xff") {
				want = append(want[:len(want):len(want)], "b:@1220")
				rejected = append(rejected, duck.Rejected{Place: "b.name", Cause: "not UTF-8", Count: 1})
			}
			r, err := arrivals.Open(context.Background(), duck.Options{}, sources(t, t.TempDir(), program, map[string]string{"a1.csv": a1, "a2.csv": a2, "b.csv": b})...)
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			if r.Rows != int64(len(want)) || len(r.Files) != 3 {
				t.Errorf("%d rows, files %v", r.Rows, r.Files)
			}
			if diff := cmp.Diff(rejected, r.Rejected); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(want, in(t, r, 0)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(want[:3], in(t, r, 3)); diff != "" { // and read again, in part
				t.Error(diff)
			}
		})
	}
}

// More than memory holds is sorted in the folder that is given, and nothing is left there.
func TestSpills(t *testing.T) {
	if testing.Short() {
		t.Skip("sorts 500 MB")
	}
	const rows = 3_000_000
	dir := t.TempDir()
	src := sources(t, dir, strings.Replace(program, `csv("b.csv")`, `parquet("b.parquet")`, 1), map[string]string{"a1.csv": a1})
	db, err := duck.OpenNative(duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.Exec(context.Background(), fmt.Sprintf(`COPY (SELECT i AS "user", repeat(i::VARCHAR, 20) AS name, make_timestamptz((hash(i) %% 1000000000000)::BIGINT) AS at FROM range(%d) t(i)) TO %s`,
		rows, duck.DuckDB.Quote(filepath.Join(dir, "b.parquet"))))
	if err != nil {
		t.Fatal(err)
	}
	temp := t.TempDir()
	spilled := func() int {
		files, err := filepath.Glob(filepath.Join(temp, "*"))
		if err != nil {
			t.Fatal(err)
		}
		return len(files)
	}
	r, err := arrivals.Open(context.Background(), duck.Options{MemoryLimit: "300MB", Threads: 1, TempDir: temp}, src...)
	if err != nil {
		t.Fatal(err)
	}
	n, last, most := 0, int64(math.MinInt64), 0
	err = r.Each(context.Background(), func(_ *ir.Source, at int64, _ []value.Value) error {
		if n++; at < last {
			t.Fatalf("row %d goes back from %d to %d", n, last, at)
		}
		if last = at; n%10_000 == 1 {
			most = max(most, spilled())
		}
		return nil
	})
	if err != nil || n != rows+len(order)-3 || most == 0 {
		t.Errorf("%d rows, %d files of what was spilled: %v", n, most, err)
	}
	if err := r.Close(); err != nil || spilled() > 0 {
		t.Errorf("%d files are left: %v", spilled(), err)
	}
}

func TestErrors(t *testing.T) {
	for text, want := range map[string]string{
		"user,name,at\n1,x,soon\n": `b.csv: row 1, column at: "soon" does not parse`,
		"user,name\n1,x\n":         "b.csv: there is no column at; the file has user, name",
	} {
		_, err := arrivals.Open(context.Background(), duck.Options{}, sources(t, t.TempDir(), program, map[string]string{"a1.csv": a1, "b.csv": text})...)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	r, err := arrivals.Open(ctx, duck.Options{}, sources(t, t.TempDir(), program, map[string]string{"a1.csv": a1, "b.csv": b})...)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	cancel()
	if err := r.Each(ctx, func(*ir.Source, int64, []value.Value) error { return nil }); err == nil {
		t.Error("goes on after it was cancelled")
	}
}

// Where one of the sources cannot be read to its end, no event of the others is used:
// who sends them on would have sent them in another order.
func TestAllOrNone(t *testing.T) {
	dir := t.TempDir()
	src := sources(t, dir, program, map[string]string{"a1.csv": a1, "b.csv": b})
	r, err := arrivals.Open(context.Background(), duck.Options{}, src...)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if err := os.Remove(filepath.Join(dir, "b.csv")); err != nil {
		t.Fatal(err)
	}
	n := 0
	err = r.Each(context.Background(), func(*ir.Source, int64, []value.Value) error { n++; return nil })
	if err == nil || n > 0 {
		t.Errorf("%d events were used: %v", n, err)
	}
}

// Files of one source take the memory of one, however many they are, and rows that
// arrive together are in one order.
func TestManyFiles(t *testing.T) {
	dir := t.TempDir()
	src := sources(t, dir, program, map[string]string{"a1.csv": a1, "b.csv": b})[1]
	var parts []*ir.Source
	for i := range 20 {
		part := *src
		path := filepath.Join(dir, fmt.Sprintf("part%d.csv", i))
		text := fmt.Sprintf("user,name,at\n1,x%02d,1970-01-01T00:00:%02dZ\n1,same%02d,1970-01-01T00:01:00Z\n", i, 59-i, 19-i)
		if i == 7 {
			text += "1,\xff,1970-01-01T00:00:00Z\n"
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		part.Batch = &ir.Connector{Kind: "csv", Path: path, Span: src.Span}
		parts = append(parts, &part)
	}
	r, err := arrivals.Open(context.Background(), duck.Options{MemoryLimit: "200MB", Threads: 1}, parts...)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	want := []string{"b:@20"}
	for i := range 20 {
		want = append(want, fmt.Sprintf("b:x%02d@%d", 19-i, 60+i))
	}
	for i := range 20 {
		want = append(want, fmt.Sprintf("b:same%02d@80", i))
	}
	if diff := cmp.Diff(want, in(t, r, 0)); diff != "" || r.Rows != 41 || len(r.Files) != 20 {
		t.Errorf("%d rows of %d files: %s", r.Rows, len(r.Files), diff)
	}
}
