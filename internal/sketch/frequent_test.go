package sketch

import (
	"context"
	"fmt"
	"testing"

	"github.com/featc-lang/featc/internal/duck"
)

// TestTopFrequent measures by how much the share of a value that approx_top_frequent
// puts first, second or third is smaller than the share of the one that belongs there.
func TestTopFrequent(t *testing.T) {
	const events, most = 5_000, 2 * 0.05 // each of two shares is off by 0.05 with a probability of 1.2 %
	users := max(1, *values/(4*events))
	for _, s := range []struct{ name, x string }{
		{"power law", "floor(200 * pow(u, 3))"},
		{"uniform", "floor(20 * u)"},
		{"nearly alike", "CASE WHEN u < 0.26 THEN 0 WHEN u < 0.5 THEN 1 ELSE floor(100 * u) END"},
		{"all different", "i"},
	} {
		t.Run(s.name, func(t *testing.T) {
			db, err := duck.Open(duck.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			for _, q := range []string{
				fmt.Sprintf(`CREATE TABLE events AS SELECT k AS user_id, (%s)::BIGINT AS x, 0e0 AS y, TIMESTAMP '2025-01-01' + to_microseconds(i) AS "at"
					FROM (SELECT k, i, hash(i * 1009 + k) %% 1000000007 / 1000000007.0 AS u FROM range(%d) a(k), range(%d) b(i))`, s.x, users, events),
				`CREATE TABLE labels AS SELECT DISTINCT user_id, TIMESTAMP '2025-01-02' AS "at", user_id AS label_row FROM events`,
			} {
				if _, err := db.ExecContext(context.Background(), q); err != nil {
					t.Fatal(err)
				}
			}
			rows, err := db.Query(fmt.Sprintf(`WITH shares AS (SELECT user_id, x, count(*) / %d AS share, row_number() OVER (PARTITION BY user_id ORDER BY count(*) DESC, x) AS place FROM events GROUP BY user_id, x),
				about AS (SELECT user_id, unnest(v_about) AS x, unnest(range(1, len(v_about) + 1)) AS place FROM (%s))
				SELECT about.place, max(e.share - a.share), avg(e.share - a.share), count(*) FROM about
				JOIN shares a USING (user_id, x) JOIN shares e ON e.user_id = about.user_id AND e.place = about.place GROUP BY about.place ORDER BY 1`,
				events, query(t, "about = approx_top_frequent(x, 3)")))
			if err != nil {
				t.Fatal(err)
			}
			defer rows.Close()
			places := 0
			for ; rows.Next(); places++ {
				var place, n int
				var worst, mean float64
				if err := rows.Scan(&place, &worst, &mean, &n); err != nil {
					t.Fatal(err)
				}
				t.Logf("place %d of %d events, %d times: a share too small by %.4f on average, %.4f at worst", place, events, n, mean, worst)
				if worst > most || n != users {
					t.Errorf("place %d has a share too small by %.4f, in %d of %d lists", place, worst, n, users)
				}
			}
			if places != 3 || rows.Err() != nil {
				t.Errorf("%d places: %v", places, rows.Err())
			}
		})
	}
}
