package duck

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	sqlbackend "github.com/featc-lang/featc/backends/sql"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/runtime/value"
)

const partitioned = `package parts
entity user (user_id: int64)
source hits {
  user_id: int64
  %s
  at: timestamp
  time at
  %s
  batch parquet("dt=*/*.parquet", partition: dt)
}
view v for user from hits {
  n = count() over %s
  late = count() over 1h
}
featureset s for user { include v.* }
`

// hits has an event every hour of the first ten days of 2025, in a folder for each
// day, and two labels on the sixth.
func hits(t *testing.T, window, column, setting string) (*Engine, FileRun, string) {
	t.Helper()
	dir, e := t.TempDir(), newEngine(t, Options{})
	write := func(q string) {
		t.Helper()
		if _, err := e.db.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
	write(fmt.Sprintf(`COPY (SELECT 1::BIGINT AS user_id, "at", "at" AS seen, "at"::DATE AS dt
		FROM (SELECT timezone('UTC', TIMESTAMP '2025-01-01' + to_hours(i)) AS "at" FROM range(240) t(i)))
		TO '%s' (FORMAT parquet, PARTITION_BY (dt))`, dir))
	labels := filepath.Join(dir, "labels.csv")
	if err := os.WriteFile(labels, []byte("user_id,at\n1,2025-01-06T12:30:00Z\n1,2025-01-06T23:59:59Z\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := load(t, fmt.Sprintf(partitioned, column, setting, window))
	return e, FileRun{
		Plan: plan.Build(p), Set: p.Sets[0], Labels: sqlbackend.File{Kind: "csv", Path: labels},
		Path: func(c *ir.Connector) string { return filepath.Join(dir, c.Path) },
	}, dir
}

func (run FileRun) counts(t *testing.T, e *Engine) ([]int64, error) {
	t.Helper()
	var out []int64
	run.Row = func(_ []any, features []value.Value) error {
		out = append(out, features[0].I)
		return nil
	}
	return out, e.TrainFiles(context.Background(), run)
}

// damage makes the file of a day unreadable: whoever reads it fails.
func damage(t *testing.T, dir, day string) {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "dt="+day, "*.parquet"))
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	if err := os.WriteFile(found[0], []byte("no parquet"), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestPartitions(t *testing.T) {
	for _, c := range []struct {
		name, window    string
		column, setting string
		unread, read    string // days
		want            int64
	}{
		{"a window", "2d", "", "", "2025-01-02 2025-01-03 2025-01-07 2025-01-10", "2025-01-04 2025-01-06", 48},
		{"a longer one", "3d", "", "", "2025-01-02 2025-01-07", "2025-01-03", 72},
		{"all", "all", "", "", "2025-01-07 2025-01-10", "2025-01-02", 133},
		{"arrival", "2d", "seen: timestamp", "arrival seen", "2025-01-03 2025-01-07", "2025-01-04", 48},
		{"lateness by arrival", "2d", "seen: timestamp", "arrival seen\n lateness 1d", "2025-01-03", "2025-01-07 2025-01-04", 48},
	} {
		t.Run(c.name, func(t *testing.T) {
			e, run, dir := hits(t, c.window, c.column, c.setting)
			for _, day := range strings.Fields(c.unread) {
				damage(t, dir, day)
			}
			got, err := run.counts(t, e)
			if err != nil || len(got) != 2 || got[0] != c.want {
				t.Errorf("got %v, %v; want %d first", got, err, c.want)
			}
			if _, err := e.Stats(context.Background(), run); err != nil {
				t.Errorf("counting what is rejected: %v", err)
			}
			for _, day := range strings.Fields(c.read) {
				e, run, dir := hits(t, c.window, c.column, c.setting)
				damage(t, dir, day)
				if _, err := run.counts(t, e); err == nil {
					t.Errorf("the damaged file of %s was not read", day)
				}
			}
		})
	}
}

func TestPartitionErrors(t *testing.T) {
	e, run, dir := hits(t, "2d", "", "")
	day := func(name string) string { return filepath.Join(dir, "dt="+name) }
	if err := os.Rename(day("2025-01-05"), day("2025-01-05x")); err != nil {
		t.Fatal(err)
	}
	_, err := run.counts(t, e)
	want := fmt.Sprintf("the wrong folder: %s is not a day such as dt=2025-01-31", "dt=2025-01-05x")
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
	if err := os.Rename(day("2025-01-05x"), day("2025-01-05")); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(day("2025-01-02"), filepath.Join(day("2025-01-06"), "more")); err != nil {
		t.Fatal(err)
	}
	run.Path = func(*ir.Connector) string { return filepath.Join(dir, "dt=*", "more", "*.parquet") }
	_, err = run.counts(t, e)
	want = "row 1, column at: 2025-01-02 00:00:00 UTC is in the wrong folder, 2025-01-06"
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
}
