package evaltest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/runtime/value"
)

// Failure is one value that is not what the script says.
type Failure struct {
	Script string
	Line   int
	Engine string
	Column *ir.SetFeature
	Got    value.Value
	Want   value.Value
}

func (f Failure) String() string {
	t := f.Column.Feature.Type
	text := fmt.Sprintf("%s:%d: %s: %s is %s, want %s", f.Script, f.Line, f.Engine, f.Column.Name, Cell(f.Got, t), Cell(f.Want, t))
	if f.Got.Kind == value.Float64 && f.Want.Kind == value.Float64 {
		text += fmt.Sprintf(" (bits %016x, want %016x)", uint64(f.Got.I), uint64(f.Want.I))
	}
	return text
}

// Summary counts what was run.
type Summary struct {
	Values  int // compared
	Skipped int // cases that an engine was left out of
}

// Plus adds two summaries.
func (s Summary) Plus(t Summary) Summary {
	return Summary{Values: s.Values + t.Values, Skipped: s.Skipped + t.Skipped}
}

func (s Summary) String() string {
	return fmt.Sprintf("%d values, %d cases skipped", s.Values, s.Skipped)
}

// Run computes every eval of a case on an engine and returns the values that
// differ. shuffle, where not 0, is the seed of a permutation of the events:
// what order they are handed over in must not matter.
func (c *Case) Run(ctx context.Context, script string, e engine.Engine, shuffle uint64) ([]Failure, Summary, error) {
	var sum Summary
	if c.Skip[e.Name()] != "" {
		sum.Skipped++
		return nil, sum, nil
	}
	var failures []Failure
	for _, eval := range c.Evals {
		in := &engine.Input{Program: c.Program, Set: eval.Set, Events: permuted(read(c.Events, eval.Set), shuffle), Labels: eval.Labels}
		out, err := e.Run(ctx, in)
		if err != nil {
			return nil, sum, fmt.Errorf("%s:%d: %s: %w", script, c.Line, e.Name(), err)
		}
		if len(out.Rows) != len(eval.Labels) {
			return nil, sum, fmt.Errorf("%s:%d: %s: %d rows for %d labels", script, c.Line, e.Name(), len(out.Rows), len(eval.Labels))
		}
		for i, row := range out.Rows {
			for j, column := range eval.Columns {
				sum.Values++
				if row[column] != eval.Want[i][j] {
					failures = append(failures, Failure{
						Script: script, Line: eval.Lines[i], Engine: e.Name(),
						Column: eval.Set.Features[column], Got: row[column], Want: eval.Want[i][j],
					})
				}
			}
		}
	}
	return failures, sum, nil
}

// read returns the events of the sources that a set reads.
func read(all []*engine.Events, set *ir.FeatureSet) []*engine.Events {
	var out []*engine.Events
	for _, e := range all {
		if slices.Contains(set.Sources(), e.Source) {
			out = append(out, e)
		}
	}
	return out
}

func permuted(all []*engine.Events, seed uint64) []*engine.Events {
	if seed == 0 {
		return all
	}
	rng := rand.New(rand.NewPCG(seed, 0))
	out := make([]*engine.Events, len(all))
	for i, e := range all {
		rows := append([][]value.Value(nil), e.Rows...)
		rng.Shuffle(len(rows), func(a, b int) { rows[a], rows[b] = rows[b], rows[a] })
		out[i] = &engine.Events{Source: e.Source, Rows: rows}
	}
	return out
}
