package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/featc-lang/featc/internal/duck"
	"github.com/featc-lang/featc/internal/project"
)

// shape is a work: how much data there is and what is asked of it.
type shape struct {
	events, labels, keys int
	power                float64 // keys are this power of a uniform number: 1 is uniform, more is skewed
	windows, features    int     // features are declared over every window
	arrival              bool    // a tenth of the events are known up to two days late
}

// base is the point through which all curves go.
var base = shape{events: 1_000_000, labels: 100_000, keys: 10_000, power: 1, windows: 3, features: 2}

var ages = []string{"1h", "1d", "7d", "6h", "3d", "14d", "2h", "12h", "2d", "5d", "10d", "21d"}

// The first two features are those of the targets; what comes then are sums of fewer events.
func (s shape) feature(i int) string {
	switch i {
	case 0:
		return "n = count()"
	case 1:
		return "s = sum(amount)"
	}
	return fmt.Sprintf("s%d = sum(amount) where amount > %d", i, 90_000*i/s.features)
}

// program is the .feat file of the shape.
func (s shape) program() string {
	var features strings.Builder
	for i := range s.features {
		fmt.Fprintf(&features, "  %s over %s\n", s.feature(i), strings.Join(ages[:s.windows], ", "))
	}
	known := "delay 0s"
	if s.arrival {
		known = "arrival seen_at"
	}
	return fmt.Sprintf(`package bench

entity user (user_id: int64)

source payments {
  user_id: int64
  amount:  int64
  at:      timestamp
  seen_at: timestamp

  time at
  %s
  batch parquet("payments.parquet")
}

view v for user from payments {
%s}

featureset s for user {
  labels parquet("labels.parquet")

  include v.*
}
`, known, features.String())
}

// make writes the project of a shape with its data into a folder: 30 days of events.
func (s shape) make(ctx context.Context, dir string) (*project.Project, error) {
	const start, month, late = 1_700_000_000_000_000, 30 * 86_400_000_000, 2 * 86_400_000_000
	uniform := func(of string) string { return fmt.Sprintf("hash(%s) %% 1000003 / 1000003.0", of) }
	key := func(of string) string {
		return fmt.Sprintf("floor(%d * pow(%s, %g))::BIGINT", s.keys, uniform(of), s.power)
	}
	at := func(of string) string {
		return fmt.Sprintf("make_timestamp(%d + (hash(%s) %% %d)::BIGINT)", start, of, month)
	}
	copied := func(query, name string) string {
		return fmt.Sprintf("COPY (%s) TO %s (FORMAT parquet)", query, duck.DuckDB.Quote(filepath.Join(dir, name)))
	}
	db, err := duck.OpenNative(duck.Options{})
	if err != nil {
		return nil, err
	}
	defer db.Close()
	for _, q := range []string{
		copied(fmt.Sprintf(`SELECT user_id, amount, timezone('UTC', "at") AS "at", timezone('UTC', CASE WHEN hash(i + 3) %% 10 = 0
			THEN "at" + to_microseconds((hash(i + 5) %% %d)::BIGINT) ELSE "at" END) AS seen_at
			FROM (SELECT i, %s AS user_id, %s AS "at", (hash(i * 3) %% 100000)::BIGINT AS amount FROM range(%d) t(i))`,
			late, key("i"), at("i * 7 + 1"), s.events), "payments.parquet"),
		copied(fmt.Sprintf(`SELECT i AS label, %s AS user_id, timezone('UTC', %s) AS "at" FROM range(%d) t(i)`,
			key("i + 99"), at("i * 7 + 500"), s.labels), "labels.parquet"),
	} {
		if err := db.Exec(ctx, q); err != nil {
			return nil, err
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "bench.feat"), []byte(s.program()), 0o666); err != nil {
		return nil, err
	}
	return project.Load(dir)
}
