package main

import (
	"context"
	"fmt"
	"github.com/featc-lang/featc/internal/duck"
)

// shape is how events are spread over keys.
type shape struct {
	name   string
	keys   int
	power  float64 // of a uniform number, of which the key is made: 1 is uniform
	skewed bool
}

// With a power of 1.45 the largest of 1,000 keys has 0.9 % of the events.
var shapes = []shape{
	{"50,000 keys", 50_000, 1, false},
	{"1,000 skewed keys", 1_000, 1.4525, true},
}

// generate fills the tables payments and labels: 30 days of events, a tenth of
// which are seen up to two days late.
func generate(ctx context.Context, db *duck.Native, s shape, events, labels int) error {
	const start, month, late = 1_700_000_000_000_000, 30 * 86_400_000_000, 2 * 86_400_000_000
	key := func(salt int) string {
		return fmt.Sprintf("floor(%d * pow(hash(i + %d) %% 1000003 / 1000003.0, %g))::BIGINT", s.keys, salt, s.power)
	}
	at := func(salt int) string {
		return fmt.Sprintf("make_timestamp(%d + (hash(i * 7 + %d) %% %d)::BIGINT)", start, salt, month)
	}
	for _, q := range []string{
		"DROP TABLE IF EXISTS payments", "DROP TABLE IF EXISTS labels",
		fmt.Sprintf(`CREATE TABLE payments AS
			SELECT *, CASE WHEN hash(n) %% 10 = 0 THEN "at" + to_microseconds((hash(n + 1) %% %d)::BIGINT) ELSE "at" END AS seen_at
			FROM (SELECT i AS n, %s AS user_id, %s AS "at", ((hash(i * 3) %% 100000) / 100.0)::DECIMAL(12, 2) AS amount FROM range(%d) t(i))`,
			late, key(0), at(1), events),
		fmt.Sprintf(`CREATE TABLE labels AS SELECT i AS label_row, %s AS user_id, %s AS "at" FROM range(%d) t(i)`,
			key(99), at(500), labels),
	} {
		if err := db.Exec(ctx, q); err != nil {
			return err
		}
	}
	return nil
}
