package evaltest

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/runtime/value"
)

// Failure is one value that is not what the script says.
type Failure struct {
	Script string
	Line   int
	Engine string
	Column string
	Got    value.Value
	Want   value.Value
}

func (f Failure) String() string {
	return fmt.Sprintf("%s:%d: %s: %s is %s, want %s", f.Script, f.Line, f.Engine, f.Column, show(f.Got), show(f.Want))
}

func show(v value.Value) string {
	switch v.Kind {
	case value.Invalid:
		return "null"
	case value.Float64:
		return fmt.Sprintf("%v (bits %016x)", v.Float64(), uint64(v.I))
	case value.String, value.Bytes:
		return fmt.Sprintf("%q", v.S)
	case value.Decimal:
		return fmt.Sprintf("unscaled %d:%d", v.Hi, uint64(v.I))
	}
	return fmt.Sprint(v.I)
}

// Summary counts what was run.
type Summary struct {
	Evals   int // values compared
	Skipped int // cases that an engine was left out of
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
		in := &engine.Input{Program: c.Program, Set: eval.Set, Events: permuted(c.Events, shuffle), Labels: eval.Labels}
		out, err := e.Run(ctx, in)
		if err != nil {
			return nil, sum, fmt.Errorf("%s:%d: %s: %w", script, c.Line, e.Name(), err)
		}
		if len(out.Rows) != len(eval.Labels) {
			return nil, sum, fmt.Errorf("%s:%d: %s: %d rows for %d labels", script, c.Line, e.Name(), len(out.Rows), len(eval.Labels))
		}
		for i, row := range out.Rows {
			for j, column := range eval.Columns {
				sum.Evals++
				if row[column] != eval.Want[i][j] {
					failures = append(failures, Failure{
						Script: script, Line: eval.Lines[i], Engine: e.Name(),
						Column: eval.Set.Features[column].Name, Got: row[column], Want: eval.Want[i][j],
					})
				}
			}
		}
	}
	return failures, sum, nil
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
