// Command training times whole training sets, from Parquet files to a Parquet file: by
// both engines of featc, beside Polars and beside nothing but a sort of the same data,
// and how the time grows with the data and the features. What is printed is the table of
// docs/benchmarks.md; -plots draws the curves.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

type options struct {
	scale  float64 // of events and labels
	runs   int
	python string // of Polars; "" to leave it out
	plots  string // a folder for the curves; "" for none
	only   string // the curves with this in their name alone
}

func main() {
	var o options
	flag.Float64Var(&o.scale, "scale", 1, "how many events and labels, as a part of those of the targets")
	flag.IntVar(&o.runs, "runs", 3, "how often each contestant runs after a first time; the median is shown")
	flag.StringVar(&o.python, "python", "", "a `python` that has polars; without it Polars is left out")
	flag.StringVar(&o.plots, "plots", "", "draw the curves of growth into this `folder`")
	flag.StringVar(&o.only, "only", "", "the works and curves with this in their name alone")
	flag.Parse()
	if err := run(context.Background(), os.Stdout, o); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, o options) error {
	if o.python == "" {
		fmt.Fprintln(os.Stderr, "Polars is LEFT OUT: -python names a Python that has it (make bench-training installs one)")
	}
	if err := contests(ctx, out, o); err != nil {
		return err
	}
	return curves(ctx, out, o)
}

// works are the targets'.
var works = []struct {
	name string
	of   shape
}{
	{"50,000 keys", shape{events: 5_000_000, labels: 500_000, keys: 50_000, power: 1, windows: 3, features: 2}},
	{"1,000 skewed keys", shape{events: 5_000_000, labels: 500_000, keys: 1_000, power: 1.4525, windows: 3, features: 2}},
	{"50,000 keys, 20 features", shape{events: 5_000_000, labels: 500_000, keys: 50_000, power: 1, windows: 3, features: 20}},
	{"50,000 keys, arrival times", shape{events: 5_000_000, labels: 500_000, keys: 50_000, power: 1, windows: 3, features: 2, arrival: true}},
}

// contests prints a table for each work.
func contests(ctx context.Context, out io.Writer, o options) error {
	for _, w := range works {
		if !strings.Contains(w.name, o.only) {
			continue
		}
		s := w.of.scaled(o.scale)
		all := []contestant{floor, bySQL, stream}
		if o.python != "" && s.features == 2 && !s.arrival {
			all = append(all, polars(o.python, s))
		}
		figures, err := measure(ctx, s, o.runs, all...)
		if err != nil {
			return fmt.Errorf("%s: %w", w.name, err)
		}
		fmt.Fprintf(out, "\n%s: %d events, %d labels, %d features\n\n", w.name, s.events, s.labels, s.features*s.windows)
		fmt.Fprint(out, "| contestant | time | | processor time | |\n|---|--:|--:|--:|--:|\n")
		for i, f := range figures {
			fmt.Fprintf(out, "| %s | %.2f s | %.1fx | %.2f s | %.1fx |\n", all[i].name, f.wall, f.wall/figures[0].wall, f.cpu, f.cpu/figures[0].cpu)
		}
	}
	return nil
}

func (s shape) scaled(by float64) shape {
	s.events, s.labels = max(int(float64(s.events)*by), 1), max(int(float64(s.labels)*by), 1)
	return s
}
