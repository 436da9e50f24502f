// Command offline measures training sets and the compiler: featc's plans, by rule, its
// replay, and what people write by hand in SQL and Polars, over the same generated
// data in one run; a history larger than memory; curves of growth; compile times.
// A contestant is timed only once it agrees with the first. The last table and plots
// are kept in docs/benchmarks.md.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// options are what is to be run.
type options struct {
	events, labels, runs int
	limit                time.Duration // a contestant that takes longer is stopped
	only                 string        // works with this in their name alone
	slow                 bool          // run what takes minutes, too
	quick                bool
	python               string // that has Polars; "" is none
	docs                 string // the folder of benchmarks.md, "" to write nothing
	temp                 string

	largeEvents, largeLabels, largeKeys int
	largeMemory, largeEngines           string
}

// parts are what can be asked for. Each prints as it goes and returns its rows.
var parts = []struct {
	name  string
	title string
	run   func(context.Context, io.Writer, options) ([]row, error)
}{
	{"plans", "Training sets", plans},
	{"growth", "Growth", growth},
	{"large", "Larger than memory", large},
	{"compile", "Compiler", compile},
}

func main() {
	var o options
	flag.IntVar(&o.events, "events", 5_000_000, "how many events")
	flag.IntVar(&o.labels, "labels", 500_000, "how many labels")
	flag.IntVar(&o.runs, "runs", 5, "how often each contestant runs; the median is shown")
	flag.DurationVar(&o.limit, "limit", 2*time.Minute, "a contestant that takes longer is stopped")
	flag.StringVar(&o.only, "only", "", "the works with this in their name alone")
	flag.BoolVar(&o.slow, "slow", false, "run what takes minutes, too")
	flag.BoolVar(&o.quick, "quick", false, "small sizes, one run: to see that all works, not to measure")
	flag.StringVar(&o.python, "python", "", "a python that has polars")
	flag.StringVar(&o.docs, "docs", "", "the folder of benchmarks.md, whose tables and plots are written anew")
	flag.StringVar(&o.temp, "temp", "", "folder for what is large (default: the system's)")
	flag.IntVar(&o.largeEvents, "large-events", 100_000_000, "events of the part large")
	flag.IntVar(&o.largeLabels, "large-labels", 1_000_000, "labels of the part large")
	flag.IntVar(&o.largeKeys, "large-keys", 1_000_000, "keys of the part large")
	flag.StringVar(&o.largeMemory, "large-memory", "2500MB", "what DuckDB is given in the part large; the rest of 4 GiB is for the operators")
	flag.StringVar(&o.largeEngines, "large-engines", "stream", "engines of the part large")
	which := flag.String("parts", "plans,growth,compile", "which parts to run: plans, growth, large, compile")
	flag.Parse()
	if o.quick {
		o.events, o.labels, o.runs = 100_000, 10_000, 1
		o.largeEvents, o.largeLabels, o.largeKeys = 1_000_000, 100_000, 10_000
	}
	if err := run(context.Background(), os.Stdout, o, strings.Split(*which, ",")); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, o options, which []string) error {
	for _, name := range which {
		found := false
		for _, p := range parts {
			if p.name != name {
				continue
			}
			found = true
			fmt.Fprintf(out, "\n%s\n", p.title)
			rows, err := p.run(ctx, out, o)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			if err := o.keep(name, rows); err != nil {
				return err
			}
		}
		if !found {
			return fmt.Errorf("there is no part %q", name)
		}
	}
	return nil
}

// keep writes the rows of a part between its marks in benchmarks.md.
func (o options) keep(part string, rows []row) error {
	if o.docs == "" {
		return nil
	}
	path := filepath.Join(o.docs, "benchmarks.md")
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	open, end := "<!-- "+part+": written by make bench -->\n", "<!-- end of "+part+" -->"
	before, rest, ok := bytes.Cut(text, []byte(open))
	_, after, closed := bytes.Cut(rest, []byte(end))
	if !ok || !closed {
		return fmt.Errorf("%s has no place for %s", path, part)
	}
	how := fmt.Sprintf("Medians of %d.", o.runs)
	if part == "large" || o.runs == 1 {
		how = "One run."
	}
	said := "\n" + machine() + " " + how + "\n" + markdown(rows) + "\n"
	return os.WriteFile(path, bytes.Join([][]byte{before, []byte(open), []byte(said), []byte(end), after}, nil), 0o644)
}
