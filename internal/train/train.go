// Package train makes training sets: a label file in, the same rows with the
// feature set's values beside them out.
package train

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/data"
	"github.com/featc-lang/featc/internal/duck"
	"github.com/featc-lang/featc/internal/project"
	"github.com/featc-lang/featc/runtime/value"
)

// Request says what to make.
type Request struct {
	Project *project.Project
	Set     *ir.FeatureSet
	Labels  string // a file; "" is the set's own
	Output  string // a .csv, .jsonl or .parquet file
	Engine  Engine
	Step    func(what string)       // is told what is being done
	Rows    func(done, total int64) // is told how many labels are done, by engines that know
}

// Run computes the features for every label and writes the training set,
// atomically. What is wrong with names and labels is found before any event is
// read.
func Run(ctx context.Context, req *Request) (*Summary, error) {
	if err := data.CheckOutput(req.Output); err != nil {
		return nil, err
	}
	req.Step("reading labels")
	labels, err := data.ReadLabels(ctx, req.Set, req.Labels)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(keeps(req.Output, labels.Path), checkNames(req.Set, labels)); err != nil {
		return nil, err
	}
	summary := newSummary(req, labels)
	for _, src := range project.Sources(req.Set) {
		req.Step("looking at the files of " + src.Name)
		files, err := data.CheckEvents(ctx, src)
		if err != nil {
			return nil, err
		}
		if err := keeps(req.Output, files...); err != nil {
			return nil, err
		}
		summary.Sources = append(summary.Sources, Source{src.Name, files})
	}
	features := make([]*data.Column, len(req.Set.Features))
	for i, f := range req.Set.Features {
		features[i] = &data.Column{Name: f.Name, Type: f.Feature.Type}
	}
	db, err := duck.New(duck.Options{})
	if err != nil {
		return nil, &project.EngineError{Engine: "sql", Err: err}
	}
	defer func() { _ = db.Close() }() // nothing is left to lose
	job := &job{Request: req, labels: labels, db: db, row: func(row []value.Value) {
		for i, v := range row {
			features[i].Values = append(features[i].Values, v)
		}
	}}
	if err := job.run(ctx); err != nil {
		return nil, err
	}
	summary.count(features, job.rejected)
	req.Step("writing " + req.Output)
	return summary, data.WriteTable(req.Output, append(labels.Columns, features...))
}

// keeps refuses an output that would overwrite one of the inputs.
func keeps(output string, inputs ...string) error {
	out, err := os.Stat(output)
	if err != nil {
		return nil // nothing is there to overwrite
	}
	for _, path := range inputs {
		if in, err := os.Stat(path); err == nil && os.SameFile(in, out) {
			return fmt.Errorf("cannot write %s: the training set is made from it", output)
		}
	}
	return nil
}

// checkNames finds columns of the label file that features would hide.
func checkNames(set *ir.FeatureSet, labels *data.Labels) error {
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
