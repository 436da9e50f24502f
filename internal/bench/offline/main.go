// Command offline times training sets on DuckDB: the plans that featc has, by rule,
// and those that people write by hand, over the same generated data in one process.
// A contestant is timed only once it agrees with the first.
package main

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/featc-lang/featc/internal/duck"
)

// options are what is to be run.
type options struct {
	events, labels, runs int
	limit                time.Duration // a contestant that takes longer is stopped
	only                 string        // works with this in their name alone
	slow                 bool          // run what takes minutes, too
}

func main() {
	var o options
	flag.IntVar(&o.events, "events", 5_000_000, "how many events")
	flag.IntVar(&o.labels, "labels", 500_000, "how many labels")
	flag.IntVar(&o.runs, "runs", 5, "how often each contestant runs; the median is shown")
	flag.DurationVar(&o.limit, "limit", 2*time.Minute, "a contestant that takes longer is stopped")
	flag.StringVar(&o.only, "only", "", "the works with this in their name alone")
	flag.BoolVar(&o.slow, "slow", false, "run what takes minutes, too")
	flag.Parse()
	if err := run(context.Background(), os.Stdout, o); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, o options) error {
	db, err := duck.Open(duck.Options{})
	if err != nil {
		return err
	}
	defer db.Close() // which closes its connections
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%d events, %d labels, medians of %d: time, and processor time, which is steadier on a shared machine\n", o.events, o.labels, o.runs)
	for _, keys := range shapes {
		if err := generate(ctx, conn, keys, o.events, o.labels); err != nil {
			return err
		}
		for _, work := range works {
			if !strings.Contains(work.name, o.only) {
				continue
			}
			fmt.Fprintf(out, "\n%s, %s\n", work.name, keys.name)
			if err := compete(ctx, out, conn, work, keys, o); err != nil {
				return err
			}
		}
	}
	return nil
}

// compete times the contestants of a work and prints a row for each. It fails where
// two do not agree.
func compete(ctx context.Context, out io.Writer, conn *sql.Conn, w work, keys shape, o options) error {
	contestants, err := w.contestants()
	if err != nil {
		return err
	}
	var want string
	var first, firstBusy float64
	for _, c := range contestants {
		if c.explodes && keys.skewed && !o.slow {
			fmt.Fprintf(out, "  %-36s with -slow\n", c.name)
			continue
		}
		var times, busy []float64
		for range o.runs {
			before := cpu()
			got, took, err := timed(ctx, conn, checked(c.sql, w.columns), o.limit)
			if err != nil && took >= o.limit {
				break
			}
			if err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			if want == "" {
				want = got
			}
			if got != want {
				return fmt.Errorf("%s, %s: %s gives %s, others %s", w.name, keys.name, c.name, got, want)
			}
			times, busy = append(times, took.Seconds()), append(busy, cpu()-before)
		}
		if len(times) < o.runs {
			fmt.Fprintf(out, "  %-36s over %v\n", c.name, o.limit)
			continue
		}
		took, worked := median(times), median(busy)
		if first == 0 {
			first, firstBusy = took, worked
		}
		fmt.Fprintf(out, "  %-36s %8.2f s %6.2fx %8.2f s %6.2fx\n", c.name, took, took/first, worked, worked/firstBusy)
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
