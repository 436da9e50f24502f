package train

import (
	"context"
	"errors"
	"fmt"

	"github.com/featc-lang/featc/backends/sql"
	"github.com/featc-lang/featc/internal/data"
	"github.com/featc-lang/featc/internal/duck"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/project"
	"github.com/featc-lang/featc/internal/streamengine"
	"github.com/featc-lang/featc/runtime/value"
)

// Engine is what computes a training set.
type Engine int

// The engines.
const (
	SQL    Engine = iota // the generated SQL, on DuckDB, straight from the files
	Stream               // the generated operators, over the sorted events
)

var engineNames = []string{"sql", "stream"}

func (e Engine) String() string { return engineNames[e] }

// ParseEngine returns the engine of a name.
func ParseEngine(name string) (Engine, error) {
	for i, n := range engineNames {
		if n == name {
			return Engine(i), nil
		}
	}
	return 0, fmt.Errorf("there is no engine %s; there are sql and stream", name)
}

// train computes the features of every label, in order; row may not keep its
// argument.
func (e Engine) train(ctx context.Context, req *Request, labels *data.Labels, row func([]value.Value)) error {
	if e == SQL {
		return trainFiles(ctx, req, labels, row)
	}
	in, err := readEvents(ctx, req, labels)
	if err != nil {
		return err
	}
	return trainMemory(ctx, req, &streamengine.Engine{}, in, row)
}

// trainFiles has DuckDB read the files. Where that fails, featc's own reader
// says which cell is wrong; where nothing is, the files have what DuckDB cannot
// read and featc can (text that is not UTF-8), and the same query runs over what
// featc read.
func trainFiles(ctx context.Context, req *Request, labels *data.Labels, row func([]value.Value)) error {
	db, err := duck.New(duck.Options{})
	if err != nil {
		return &project.EngineError{Engine: "sql", Err: err}
	}
	defer func() { _ = db.Close() }() // nothing is left to lose
	req.Step("computing " + req.Set.Name + " on DuckDB")
	run := fileRun(req, labels)
	rows := 0
	run.Progress = req.Rows
	run.Row = func(_ []any, features []value.Value) error {
		rows++
		row(features)
		return nil
	}
	failure := db.TrainFiles(ctx, run)
	if failure == nil {
		return nil
	}
	if ctx.Err() != nil || rows > 0 {
		return &project.EngineError{Engine: "sql", Err: failure}
	}
	in, err := readEvents(ctx, req, labels)
	if err != nil {
		return err
	}
	if err := trainMemory(ctx, req, db, in, row); err != nil {
		return errors.Join(err, failure)
	}
	return nil
}

func fileRun(req *Request, labels *data.Labels) duck.FileRun {
	return duck.FileRun{
		Plan: req.Project.Plan, Set: req.Set,
		Labels: sql.File{Kind: labels.Kind, Path: labels.Path},
	}
}

func trainMemory(ctx context.Context, req *Request, e engine.Engine, in *engine.Input, row func([]value.Value)) error {
	req.Step("computing " + req.Set.Name + " on engine " + e.Name())
	out, err := e.Run(ctx, in)
	if err != nil {
		return &project.EngineError{Engine: e.Name(), Err: err}
	}
	for _, r := range out.Rows {
		row(r)
	}
	return nil
}

func readEvents(ctx context.Context, req *Request, labels *data.Labels) (*engine.Input, error) {
	in := &engine.Input{Program: req.Project.Program, Set: req.Set, Labels: labels.Rows}
	for _, src := range project.Sources(req.Set) {
		req.Step("reading " + src.Name)
		events, _, err := data.ReadEvents(ctx, src)
		if err != nil {
			return nil, err
		}
		in.Events = append(in.Events, events)
	}
	return in, nil
}
