// Package train makes training sets: a label file in, the same rows with the
// feature set's values beside them out.
package train

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/data"
	"github.com/featc-lang/featc/internal/duck"
	"github.com/featc-lang/featc/internal/project"
)

// Request says what to make.
type Request struct {
	Project *project.Project
	Set     *ir.FeatureSet
	Labels  string // a file; "" is the set's own
	Output  string // a .csv, .jsonl or .parquet file
	Engine  Engine
	Duck    duck.Options                    // what DuckDB may use
	Step    func(what string)               // is told what is being done
	Percent func(what string, done float64) // is told how much of it is done, now and then
}

// Run computes the features for every label and writes the training set,
// atomically. What is wrong with names and files is found before any event is
// read.
func Run(ctx context.Context, req *Request) (*Summary, error) {
	if err := data.CheckOutput(req.Output); err != nil {
		return nil, err
	}
	req.Step("looking at the labels")
	labels, err := data.ReadLabelHeader(ctx, req.Set, req.Labels)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(keeps(req.Output, labels.Path), checkNames(req.Set, labels)); err != nil {
		return nil, err
	}
	summary := newSummary(req, labels.Path)
	var read []string
	for _, src := range project.Sources(req.Set) {
		req.Step("looking at the files of " + src.Name)
		files, err := data.CheckEvents(ctx, src)
		if err != nil {
			return nil, err
		}
		if err := keeps(req.Output, files...); err != nil {
			return nil, err
		}
		summary.Sources = append(summary.Sources, Source{src.Name, files, len(files)})
		read = append(read, files...)
	}
	chosen := *req
	chosen.Engine = req.Engine.choose(req.Project.Plan, req.Set, read)
	summary.Engine = chosen.Engine.String()
	db, err := duck.New(req.Duck)
	if err != nil {
		return nil, &project.EngineError{Engine: "sql", Err: err}
	}
	defer func() { _ = db.Close() }() // nothing is left to lose
	job := &job{Request: &chosen, labels: labels, db: db, summary: summary}
	if err := job.run(ctx); err != nil {
		return nil, err
	}
	return summary, nil
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
func checkNames(set *ir.FeatureSet, labels *data.LabelHeader) error {
	for _, f := range set.Features {
		if slices.Contains(labels.Columns, f.Name) {
			return fmt.Errorf("%s: column %s has the name of a feature of %s; rename it", labels.Path, f.Name, set.Name)
		}
	}
	return nil
}
