package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/duck"
	"github.com/featc-lang/featc/runtime/columns"
)

// plans has the contestants of every work compete on every shape of keys.
func plans(ctx context.Context, out io.Writer, o options) ([]row, error) {
	db, err := duck.OpenNative(duck.Options{})
	if err != nil {
		return nil, err
	}
	defer db.Close()
	fmt.Fprintf(out, "%s events, %s labels, medians of %d: time, processor time, and the latter's ratio to featc's first\n", count(o.events), count(o.labels), o.runs)
	var all []row
	for _, keys := range shapes {
		if err := generate(ctx, db, keys, o.events, o.labels); err != nil {
			return nil, err
		}
		for _, work := range works {
			if !strings.Contains(work.name, o.only) {
				continue
			}
			rows, err := compete(ctx, out, db, work, keys, o)
			if err != nil {
				return nil, err
			}
			all = append(all, rows...)
		}
	}
	return all, nil
}

// compete times the contestants of a work and prints a row for each. It fails where
// two do not agree.
func compete(ctx context.Context, out io.Writer, db *duck.Native, w work, keys shape, o options) ([]row, error) {
	contestants, err := w.contestants(ctx, db, o)
	if err != nil {
		return nil, err
	}
	name := fmt.Sprintf("%s; %s, %s events, %s labels", w.name, keys.name, count(o.events), count(o.labels))
	fmt.Fprintf(out, "\n%s\n", name)
	var rows []row
	want := ""
	for _, c := range contestants {
		r := row{Work: name, What: c.name}
		switch {
		case c.missing != "":
			r.Note = c.missing
		case c.explodes && keys.skewed && !o.slow:
			r.Note = "takes minutes: with -slow"
		default:
			if err := measure(ctx, db, c, o, &want, &r); err != nil {
				return nil, fmt.Errorf("%s, %s: %w", name, c.name, err)
			}
		}
		if len(rows) > 0 && rows[0].CPU > 0 {
			r.Ratio = r.CPU / rows[0].CPU
		} else if r.CPU > 0 {
			r.Ratio = 1
		}
		rows = append(rows, r)
	}
	judge(rows, contestants)
	for _, r := range rows {
		fmt.Fprintln(out, r)
	}
	return rows, nil
}

// measure runs a contestant as often as is asked for.
func measure(ctx context.Context, db *duck.Native, c contestant, o options, want *string, r *row) error {
	var times, busy []float64
	for range o.runs {
		within, cancel := context.WithTimeout(ctx, o.limit)
		got, err := c.run(within, db)
		late := within.Err() != nil
		cancel()
		if err != nil && late && ctx.Err() == nil {
			r.Note = fmt.Sprintf("stopped after %v", o.limit)
			return nil
		}
		if err != nil {
			return err
		}
		if c.role != floor {
			if *want == "" {
				*want = got.sum
			}
			if got.sum != *want {
				return fmt.Errorf("gives %s, others %s", got.sum, *want)
			}
		}
		times, busy = append(times, got.wall), append(busy, got.cpu)
		if got.cpu > slowRun {
			break
		}
	}
	r.Wall, r.CPU = median(times), median(busy)
	if len(times) < o.runs {
		r.Note = "one run"
	}
	return nil
}

// slowRun is how many seconds of processor time a contestant may take before it is
// not run again.
const slowRun = 30

// judge writes what the targets ask for beside featc's own rows.
func judge(rows []row, of []contestant) {
	find := func(is func(contestant) bool) (best float64) {
		for i, c := range of {
			if is(c) && rows[i].CPU > 0 && (best == 0 || rows[i].CPU < best) {
				best = rows[i].CPU
			}
		}
		return best
	}
	hand := find(func(c contestant) bool { return c.role == byHand })
	sort := find(func(c contestant) bool { return c.role == floor })
	joined := find(func(c contestant) bool { return c.explodes })
	for i, c := range of {
		var said []string
		if c.role == chosen && hand > 0 {
			said = append(said, verdict(fmt.Sprintf("no slower than the best SQL by hand (%.2fx)", rows[i].CPU/hand), rows[i].CPU <= hand*1.05))
		}
		if c.role == chosen && joined > 0 {
			said = append(said, fmt.Sprintf("%.1fx faster than the range join", joined/rows[i].CPU))
		}
		if c.role == replayed && sort > 0 {
			said = append(said, verdict(fmt.Sprintf("within %gx of the floor (%.2fx)", c.within, rows[i].CPU/sort), rows[i].CPU <= c.within*sort))
		}
		rows[i].Reach = strings.Join(said, "; ")
	}
}

func median(of []float64) float64 {
	slices.Sort(of)
	return of[len(of)/2]
}

// result is what a contestant took, and its result as one text.
type result struct {
	sum       string
	wall, cpu float64 // seconds
}

// clock times f.
func clock(f func() error) (wall, busy float64, err error) {
	start, before := time.Now(), cpu()
	err = f()
	return time.Since(start).Seconds(), cpu() - before, err
}

// one runs a query of one row and one column of text.
func one(ctx context.Context, db *duck.Native, query string) (string, error) {
	var got string
	err := db.Stream(ctx, query, []types.Type{types.String}, func(b *columns.Batch) error {
		if b.Rows > 0 {
			got = b.Columns[0].String(0)
		}
		return nil
	})
	return got, err
}

// byQuery runs a training query.
func byQuery(query string, columns []string) func(context.Context, *duck.Native) (result, error) {
	return func(ctx context.Context, db *duck.Native) (r result, err error) {
		r.wall, r.cpu, err = clock(func() error {
			r.sum, err = one(ctx, db, checked(query, columns))
			return err
		})
		return r, err
	}
}

// checked is a query's result as one text that does not depend on its order.
func checked(query string, columns []string) string {
	return fmt.Sprintf(`SELECT concat(count(*), ' ', sum(hash(user_id, "at", %s))) FROM (%s) x`, strings.Join(columns, ", "), query)
}
