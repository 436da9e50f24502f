package sketch

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"math"
	"testing"

	sqlbackend "github.com/featc-lang/featc/backends/sql"
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/internal/duck"
)

var values = flag.Int("values", 200_000, "how many values each shape of data has")

// query is the training query of features over a table events (user_id, x, y, at).
func query(t *testing.T, features string) string {
	t.Helper()
	program, bag := compiler.LoadFiles(map[string][]byte{"sketch.feat": []byte(`package sketch
entity user (user_id: int64)
source events {
  user_id: int64
  x: int64
  y: float64
  at: timestamp
  time at
}
view v for user from events {
` + features + `
}
featureset s for user { include v.* }
`)})
	if err := bag.Err(); err != nil {
		t.Fatal(err)
	}
	opt := sqlbackend.Options{LabelTable: "labels", Tables: map[*ir.Source]string{program.Sources[0]: "events"}}
	script, err := sqlbackend.DuckDB.Train(plan.Build(program), program.Sets[0], opt)
	if err != nil {
		t.Fatal(err)
	}
	return sqlast.PrintQuery(sqlbackend.DuckDB, script.Query)
}

// load fills the tables: events as a query says, and a label per user.
func load(t *testing.T, events string) *sql.DB {
	t.Helper()
	db, err := duck.Open(duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	for _, q := range []string{
		fmt.Sprintf(`CREATE TABLE events AS SELECT user_id, x, y, TIMESTAMP '2025-01-01' AS "at" FROM (%s)`, events),
		`CREATE TABLE labels AS SELECT user_id, TIMESTAMP '2025-01-02' AS "at", row_number() OVER (ORDER BY user_id) AS label_row
			FROM (SELECT DISTINCT user_id FROM events)`,
	} {
		if _, err := db.ExecContext(context.Background(), q); err != nil {
			t.Fatal(err)
		}
	}
	return db
}

// TestCountDistinct measures approx_count_distinct: sets of one size, many of them.
// Values repeat as a power law has it: some are half of all events.
func TestCountDistinct(t *testing.T) {
	const standard = 1.04 / 64 // of 4096 registers
	for _, size := range []int{10, 300, 3_000, 8_000, 11_000, 14_000, 20_000, 100_000, 1_000_000, 10_000_000} {
		if size > *values {
			break
		}
		users := max(1, min(100, *values/size))
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			db := load(t, fmt.Sprintf(`SELECT u AS user_id, u * 100000000 + CASE WHEN r = 1 THEN floor(%[1]d * pow(hash(i * 3 + u) %% 1000003 / 1000003.0, 4))::BIGINT ELSE i END AS x, 0e0 AS y
				FROM range(%[2]d) u(u), range(%[1]d) v(i), range(2) w(r)`, size, users))
			rows, err := db.Query(fmt.Sprintf("SELECT v_exact, v_about FROM (%s)", query(t, "exact = count_distinct(x)\nabout = approx_count_distinct(x)")))
			if err != nil {
				t.Fatal(err)
			}
			defer rows.Close()
			var sum, squares, worst float64
			n := 0
			for ; rows.Next(); n++ {
				var exact, about float64
				if err := rows.Scan(&exact, &about); err != nil {
					t.Fatal(err)
				}
				if exact != float64(size) {
					t.Fatalf("%v values, want %d", exact, size)
				}
				off := about/exact - 1
				sum, squares, worst = sum+off, squares+off*off, max(worst, math.Abs(off))
			}
			if n != users {
				t.Fatalf("%d sets, want %d: %v", n, users, rows.Err())
			}
			root := math.Sqrt(squares / float64(n))
			t.Logf("%d sets of %d: mean %+.2f %%, root mean square %.2f %%, worst %.2f %%", n, size, 100*sum/float64(n), 100*root, 100*worst)
			if worst > max(5*standard, 2/float64(size)) || n >= 20 && root > 1.5*standard {
				t.Errorf("%d sets of %d are off by %.2f %% (root mean square), %.2f %% at worst", n, size, 100*root, 100*worst)
			}
		})
	}
}

// TestQuantile measures approx_quantile against the exact one.
func TestQuantile(t *testing.T) {
	shapes := []struct{ name, y string }{
		{"uniform", "1000 * u"},
		{"power law", "pow(u + 1e-9, -1.3)"},
		{"both signs", "(u - 0.5) * 1e6"},
		{"bounds of buckets", "pow(1.01, i % 5000)"},
		{"a step", "CASE WHEN i % 2 = 0 THEN 1e-200 ELSE 1e200 END"},
		{"few values", "i % 7 - 3"},
		{"one value", "42.42"},
	}
	features := ""
	ranks := []string{"0", "0.001", "0.05", "0.5", "0.9", "0.999", "1"}
	for i, q := range ranks {
		features += fmt.Sprintf("e%d = quantile(y, %s)\na%d = approx_quantile(y, %s)\n", i, q, i, q)
	}
	for _, s := range shapes {
		t.Run(s.name, func(t *testing.T) {
			db := load(t, fmt.Sprintf(`SELECT 1::BIGINT AS user_id, i AS x, (%s)::DOUBLE AS y
				FROM (SELECT i, hash(i) %% 1000000007 / 1000000007.0 AS u FROM range(%d) r(i))`, s.y, *values))
			columns := ""
			got := make([]float64, 2*len(ranks))
			into := make([]any, len(got))
			for i := range ranks {
				columns += fmt.Sprintf(", v_e%d, v_a%d", i, i)
			}
			for i := range got {
				into[i] = &got[i]
			}
			if err := db.QueryRow(fmt.Sprintf("SELECT %s FROM (%s)", columns[2:], query(t, features))).Scan(into...); err != nil {
				t.Fatal(err)
			}
			worst := 0.0
			for i, q := range ranks {
				exact, about := got[2*i], got[2*i+1]
				off := math.Abs(about - exact)
				if exact != 0 {
					off /= math.Abs(exact)
				}
				if worst = max(worst, off); off > 0.005 {
					t.Errorf("quantile %s is %v, estimated as %v", q, exact, about)
				}
			}
			t.Logf("%d values: off by %.3f %% at worst", *values, 100*worst)
		})
	}
}
