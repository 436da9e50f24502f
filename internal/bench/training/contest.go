package main

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/duck"
	"github.com/featc-lang/featc/internal/project"
	"github.com/featc-lang/featc/internal/train"
	"github.com/featc-lang/featc/runtime/columns"
)

// contestant is one way to make a training set of a project, from its files to a
// file. The floor makes none.
type contestant struct {
	name string
	run  func(ctx context.Context, p *project.Project, dir, out string) error
}

var (
	floor  = contestant{"sorting events and labels, nothing else", sortOnly}
	bySQL  = contestant{"featc train --engine sql", trainer(train.SQL)}
	stream = contestant{"featc train --engine stream", trainer(train.Stream)}
)

func trainer(e train.Engine) func(context.Context, *project.Project, string, string) error {
	return func(ctx context.Context, p *project.Project, _, out string) error {
		_, err := train.Run(ctx, &train.Request{
			Project: p, Set: p.Program.Sets[0], Output: out, Engine: e,
			Step: func(string) {}, Percent: func(string, float64) {},
		})
		return err
	}
}

// sortOnly has DuckDB sort the events and the labels by key and time and hand them
// on, column by column: what comes before any feature.
func sortOnly(ctx context.Context, _ *project.Project, dir, _ string) error {
	db, err := duck.OpenNative(duck.Options{})
	if err != nil {
		return err
	}
	defer db.Close()
	for _, from := range []struct {
		file, more string
		types      []types.Type
	}{
		{"payments.parquet", "amount", []types.Type{types.Int64, types.Timestamp, types.Int64}},
		{"labels.parquet", "label", []types.Type{types.Int64, types.Timestamp, types.Int64}},
	} {
		query := fmt.Sprintf(`SELECT user_id, timezone('UTC', "at") AS "at", %s FROM read_parquet(%s) ORDER BY user_id, "at"`,
			from.more, duck.DuckDB.Quote(filepath.Join(dir, from.file)))
		if err := db.Stream(ctx, query, from.types, func(*columns.Batch) error { return nil }); err != nil {
			return err
		}
	}
	return nil
}

//go:embed polars_asof.py
var polarsScript string

// polars runs a script of Polars', with the Python that is named.
func polars(python string, s shape) contestant {
	return contestant{"Polars: running sums, as-of joins", func(ctx context.Context, _ *project.Project, dir, out string) error {
		cmd := exec.CommandContext(ctx, python, append([]string{"-c", polarsScript, dir, out}, ages[:s.windows]...)...)
		text, err := cmd.CombinedOutput()
		if err != nil {
			return fmt.Errorf("%w\n%s", err, text)
		}
		return nil
	}}
}

// figure is what a contestant took, in seconds.
type figure struct{ wall, cpu float64 }

// measure runs contestants in turn, once without the clock and then several times,
// and gives the medians of each. It fails where two do not agree.
func measure(ctx context.Context, s shape, runs int, contestants ...contestant) ([]figure, error) {
	dir, err := os.MkdirTemp("", "featc-bench-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	p, err := s.make(ctx, dir)
	if err != nil {
		return nil, err
	}
	walls, cpus := make([][]float64, len(contestants)), make([][]float64, len(contestants))
	var outputs []string
	for run := range runs + 1 {
		for i, c := range contestants {
			out := filepath.Join(dir, fmt.Sprintf("out_%d.parquet", i))
			start, before := time.Now(), cpu()
			if err := c.run(ctx, p, dir, out); err != nil {
				return nil, fmt.Errorf("%s: %w", c.name, err)
			}
			if run > 0 {
				walls[i], cpus[i] = append(walls[i], time.Since(start).Seconds()), append(cpus[i], cpu()-before)
			} else if _, err := os.Stat(out); err == nil {
				outputs = append(outputs, out)
			}
		}
		if run == 0 {
			if err := agree(ctx, p, outputs); err != nil {
				return nil, err
			}
		}
	}
	figures := make([]figure, len(contestants))
	for i := range contestants {
		figures[i] = figure{median(walls[i]), median(cpus[i])}
	}
	return figures, nil
}

func median(of []float64) float64 {
	slices.Sort(of)
	return of[len(of)/2]
}

// agree fails where two training sets differ.
func agree(ctx context.Context, p *project.Project, outputs []string) error {
	db, err := duck.OpenNative(duck.Options{})
	if err != nil {
		return err
	}
	defer db.Close()
	var names []string
	for _, f := range p.Program.Sets[0].Features {
		names = append(names, duck.DuckDB.Ident(f.Name))
	}
	for _, out := range outputs[1:] {
		query := fmt.Sprintf(`SELECT count(*) FROM read_parquet(%s) a FULL JOIN read_parquet(%s) b USING (label)
			WHERE (%s) IS DISTINCT FROM (%s)`,
			duck.DuckDB.Quote(outputs[0]), duck.DuckDB.Quote(out), "a."+strings.Join(names, ", a."), "b."+strings.Join(names, ", b."))
		differ := int64(-1)
		err := db.Stream(ctx, query, []types.Type{types.Int64}, func(b *columns.Batch) error {
			differ = b.Columns[0].Words[0]
			return nil
		})
		if err != nil {
			return err
		}
		if differ != 0 {
			return fmt.Errorf("%d labels have other values in %s", differ, filepath.Base(out))
		}
	}
	return nil
}
