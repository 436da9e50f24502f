package sketch

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	sqlbackend "github.com/featc-lang/featc/backends/sql"
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/internal/duck"
)

var values = flag.Int("values", 3_000, "how many values each shape of data has; `make sketches` has ten million")

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

// TestCountDistinct measures approx_count_distinct: sets of one size, many of them, of
// values that a person might think of as hard. What is in a set is known by how it is made.
func TestCountDistinct(t *testing.T) {
	const standard = 1.04 / 64 // of 4096 registers
	shapes := []struct{ name, x, again string }{
		{"each once", "i", "range(1)"},
		// Half of the events have few values.
		{"power law", "CASE WHEN r = 1 THEN floor(%[1]d * pow(hash(i * 3 + u) %% 1000003 / 1000003.0, 4))::BIGINT ELSE i END", "range(2)"},
		// Equal in their low bits.
		{"in steps", "i * 1048576", "range(1)"},
		// Equal in their high bits, and with each next to its opposite.
		{"both ends", "CASE WHEN i % 2 = 0 THEN 9000000000000000000 + i ELSE -9000000000000000000 - i END", "range(1)"},
	}
	for _, size := range []int{10, 300, 3_000, 8_000, 11_000, 14_000, 20_000, 100_000, 1_000_000, 10_000_000} {
		if size > *values {
			break
		}
		users := max(1, min(100, *values/size))
		for _, s := range shapes {
			t.Run(fmt.Sprintf("%s/%d", s.name, size), func(t *testing.T) {
				x := s.x
				if strings.Contains(x, "%[1]d") {
					x = fmt.Sprintf(x, size)
				}
				db := load(t, fmt.Sprintf(`SELECT u AS user_id, u * 10000019 + %s AS x, 0e0 AS y FROM range(%d) u(u), range(%d) v(i), %s w(r)`,
					x, users, size, s.again))
				rows, err := db.Query(fmt.Sprintf("SELECT v_about FROM (%s)", query(t, "about = approx_count_distinct(x)")))
				if err != nil {
					t.Fatal(err)
				}
				defer rows.Close()
				var sum, squares, worst float64
				n := 0
				for ; rows.Next(); n++ {
					var about float64
					if err := rows.Scan(&about); err != nil {
						t.Fatal(err)
					}
					off := about/float64(size) - 1
					sum, squares, worst = sum+off, squares+off*off, max(worst, math.Abs(off))
				}
				if n != users {
					t.Fatalf("%d sets, want %d: %v", n, users, rows.Err())
				}
				root, bias := math.Sqrt(squares/float64(n)), sum/float64(n)
				t.Logf("%d sets of %d: mean %+.2f %%, root mean square %.2f %%, worst %.2f %%", n, size, 100*bias, 100*root, 100*worst)
				// A mean of n is off by the standard error over sqrt(n), and more than four of it are a bias.
				if worst > max(5*standard, 2/float64(size)) || n >= 20 && root > 1.5*standard || math.Abs(bias) > 4*standard/math.Sqrt(float64(n))+0.5/float64(size) {
					t.Errorf("%d sets of %d are off by %.2f %% (root mean square), %+.2f %% in the mean, %.2f %% at worst", n, size, 100*root, 100*bias, 100*worst)
				}
			})
		}
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
		features += fmt.Sprintf("a%d = approx_quantile(y, %s)\n", i, q)
	}
	for _, s := range shapes {
		t.Run(s.name, func(t *testing.T) {
			db := load(t, fmt.Sprintf(`SELECT 1::BIGINT AS user_id, i AS x, (%s)::DOUBLE AS y
				FROM (SELECT i, hash(i) %% 1000000007 / 1000000007.0 AS u FROM range(%d) r(i))`, s.y, *values))
			columns := ""
			got, exact := make([]float64, len(ranks)), make([]float64, len(ranks))
			into := make([]any, len(got))
			for i, q := range ranks {
				columns += fmt.Sprintf(", v_a%d", i)
				into[i] = &got[i]
				part, err := strconv.ParseFloat(q, 64)
				if err != nil {
					t.Fatal(err)
				}
				nearest := max(1, int(math.Ceil(math.Round(part*1e9)*float64(*values)/1e9))) // rank, from 1
				one := db.QueryRow(fmt.Sprintf("SELECT y FROM events ORDER BY y LIMIT 1 OFFSET %d", nearest-1))
				if err := one.Scan(&exact[i]); err != nil {
					t.Fatal(err)
				}
			}
			if err := db.QueryRow(fmt.Sprintf("SELECT %s FROM (%s)", columns[2:], query(t, features))).Scan(into...); err != nil {
				t.Fatal(err)
			}
			worst := 0.0
			for i, q := range ranks {
				exact, about := exact[i], got[i]
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
