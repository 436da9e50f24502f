// Command offline times training sets on DuckDB: the plans that featc has, by rule,
// and those that people write by hand, over the same generated data in one process.
// A contestant is timed only once it agrees with the first.
package main

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/featc-lang/featc/internal/duck"
)

func main() {
	events := flag.Int("events", 5_000_000, "how many events")
	labels := flag.Int("labels", 500_000, "how many labels")
	runs := flag.Int("runs", 5, "how often each contestant runs; the median is shown")
	limit := flag.Duration("limit", 2*time.Minute, "a contestant that takes longer is stopped")
	only := flag.String("only", "", "the works with this in their name alone")
	slow := flag.Bool("slow", false, "run what takes minutes, too")
	flag.Parse()
	if err := run(context.Background(), *events, *labels, *runs, *limit, *slow, *only); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, events, labels, runs int, limit time.Duration, slow bool, only string) error {
	db, err := duck.Open(duck.Options{})
	if err != nil {
		return err
	}
	defer db.Close() // which closes its connections
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("%d events, %d labels, medians of %d; time, and time of processors, which is steadier on a machine that is shared\n", events, labels, runs)
	for _, keys := range shapes {
		if err := generate(ctx, conn, keys, events, labels); err != nil {
			return err
		}
		for _, work := range works {
			if !strings.Contains(work.name, only) {
				continue
			}
			fmt.Printf("\n%s, %s\n", work.name, keys.name)
			if err := compete(ctx, conn, work, keys, runs, limit, slow); err != nil {
				return err
			}
		}
	}
	return nil
}

// compete times the contestants of a work and prints a row for each.
func compete(ctx context.Context, conn *sql.Conn, w work, keys shape, runs int, limit time.Duration, slow bool) error {
	contestants, err := w.contestants()
	if err != nil {
		return err
	}
	var want string
	var best, least float64
	for _, c := range contestants {
		if c.explodes && keys.skewed && !slow {
			fmt.Printf("  %-44s %10s\n", c.name, "-slow")
			continue
		}
		var times, busy []float64
		for range runs {
			before := cpu()
			got, took, err := timed(ctx, conn, checked(c.sql, w.columns), limit)
			if ctx.Err() == nil && err != nil && took >= limit {
				fmt.Printf("  %-44s %10s\n", c.name, "> "+limit.String())
				times = nil
				break
			}
			if err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			if want == "" {
				want = got
			}
			if got != want {
				return fmt.Errorf("%s gives %s, others %s", c.name, got, want)
			}
			times, busy = append(times, took.Seconds()), append(busy, cpu()-before)
		}
		if len(times) == 0 {
			continue
		}
		took, worked := median(times), median(busy)
		if best == 0 {
			best, least = took, worked
		}
		fmt.Printf("  %-44s %8.2f s %6.2fx %8.2f s %6.2fx\n", c.name, took, took/best, worked, worked/least)
	}
	return nil
}

func median(of []float64) float64 {
	slices.Sort(of)
	return of[len(of)/2]
}

// timed runs a query of one row and one column.
func timed(ctx context.Context, conn *sql.Conn, query string, limit time.Duration) (string, time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	start := time.Now()
	var got string
	err := conn.QueryRowContext(ctx, query).Scan(&got)
	return got, time.Since(start), err
}
