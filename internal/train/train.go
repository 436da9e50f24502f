// Package train makes training sets: a label file in, the same rows with the
// feature set's values beside them out.
package train

import (
	"context"
	"fmt"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/data"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/project"
	"github.com/featc-lang/featc/runtime/value"
)

// Summary says what a training set holds and what was rejected on the way.
type Summary struct {
	Set      string    `json:"set"`
	Engine   string    `json:"engine"`
	Labels   string    `json:"labels"`
	Output   string    `json:"output"`
	Rows     int       `json:"rows"`
	Features []Nulls   `json:"features"`
	Sources  []Source  `json:"sources"`
	Rejected []Dropped `json:"rejected"`
}

// Nulls counts the nulls of one output column.
type Nulls struct {
	Name  string `json:"name"`
	Type  string `json:"type"`
	Nulls int    `json:"nulls"`
}

// Source says how much of a source was read.
type Source struct {
	Name  string   `json:"name"`
	Files []string `json:"files"`
	Rows  int      `json:"rows"`
}

// Dropped counts values that became null while reading, or events that
// belong to no entity or that admission dropped, by cause.
type Dropped struct {
	Where string `json:"where"` // a source's column or an entity's events
	Cause string `json:"cause"`
	Count int    `json:"count"`
}

// Check finds what would keep Run from writing its output, before any work:
// the output's name, and columns of the label file that features would hide.
func Check(set *ir.FeatureSet, labels *data.Labels, out string) error {
	if err := data.CheckOutput(out); err != nil {
		return err
	}
	taken := map[string]bool{}
	for _, c := range labels.Columns {
		taken[c.Name] = true
	}
	for _, f := range set.Features {
		if taken[f.Name] {
			return fmt.Errorf("%s: column %s has the name of a feature of %s; rename it", labels.Path, f.Name, set.Name)
		}
	}
	return nil
}

// Run computes the features for every label on an engine and writes the
// training set, atomically.
func Run(ctx context.Context, e engine.Engine, in *project.Input, out string) (*Summary, error) {
	result, err := e.Run(ctx, &in.Input)
	if err != nil {
		return nil, &project.EngineError{Engine: e.Name(), Err: err}
	}
	s := &Summary{
		Set: in.Set.Name, Engine: e.Name(), Labels: in.File.Path, Output: out,
		Rows: len(in.Labels), Features: []Nulls{}, Sources: []Source{}, Rejected: []Dropped{},
	}
	columns := in.File.Columns
	for i, f := range in.Set.Features {
		c := &data.Column{Name: f.Name, Type: f.Feature.Type, Values: make([]value.Value, len(result.Rows))}
		for row := range result.Rows {
			c.Values[row] = result.Rows[row][i]
		}
		columns = append(columns, c)
		s.Features = append(s.Features, Nulls{c.Name, c.Type.String(), c.Nulls()})
	}
	if err := data.WriteTable(out, columns); err != nil {
		return nil, err
	}
	s.decoded("labels", in.File.Report)
	for i, events := range in.Events {
		s.Sources = append(s.Sources, Source{events.Source.Name, in.Reports[i].Files, in.Reports[i].Rows})
		s.decoded(events.Source.Name, in.Reports[i])
	}
	return s, nil
}

func (s *Summary) decoded(table string, report *data.Report) {
	for _, r := range report.Rejected {
		s.Rejected = append(s.Rejected, Dropped{table + "." + r.Column, r.Cause.String(), r.Count})
	}
}
