package replay

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/featc-lang/featc/backends/sql"
	"github.com/featc-lang/featc/compiler"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/internal/duck"
	"github.com/featc-lang/featc/internal/streamengine"
)

const program = `package p
entity user (user_id: int64)
source hits {
  user_id: int64
  at: timestamp
  time at
  delay 0s
}
view v for user from hits { n = count() over 1d }
featureset s for user { include v.* }
`

// TestInputFails has DuckDB fail amid the events, amid the labels, and where it is
// out of memory: the replay ends, with DuckDB's reason.
func TestInputFails(t *testing.T) {
	p, bag := compiler.LoadFiles(map[string][]byte{"p.feat": []byte(program)})
	if err := bag.Err(); err != nil {
		t.Fatal(err)
	}
	planned := plan.Build(p)
	driver, err := streamengine.BuildReplays(context.Background(), planned)
	if err != nil {
		t.Fatal(err)
	}
	const rows = `SELECT i AS label_row, i % 7 AS user_id, TIMESTAMP '2025-01-01' + to_seconds(i) AS "at" FROM range(300000) t(i)`
	broken := strings.Replace(rows, "i % 7", "CASE WHEN i < 290000 THEN i % 7 ELSE error('the disk is gone') END", 1)
	for _, c := range []struct {
		name, hits, labels, memory, want string
	}{
		{"events", broken, rows, "", "the disk is gone"},
		{"labels", rows, broken, "", "the disk is gone"},
		{"memory", strings.Replace(rows, "300000", "3000000", 1), rows, "24MB", "ran out of the memory that it may use"},
		{"nothing", rows, rows, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
			defer cancel()
			db, err := duck.OpenNative(duck.Options{MemoryLimit: c.memory})
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			for _, q := range []string{"SET temp_directory = ''", "CREATE VIEW hits AS " + c.hits, "CREATE VIEW labels AS " + c.labels} {
				if err := db.Exec(ctx, q); err != nil {
					t.Fatal(err)
				}
			}
			work := &Work{
				DB: db, Plan: planned, Set: p.Sets[0], Labels: 300000,
				Options: sql.Options{LabelTable: "labels", Tables: map[*ir.Source]string{p.Sources[0]: "hits"}},
				Step:    func(string) {}, Percent: func(string, float64) {},
			}
			_, err = work.Compute(ctx, driver.Replayer(0))
			switch {
			case ctx.Err() != nil:
				t.Fatal("the replay hangs")
			case c.want == "" && err != nil:
				t.Fatal(err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}
