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

// job is the computing part of a request.
type job struct {
	*Request
	labels   *data.Labels
	db       *duck.Engine
	row      func([]value.Value) // takes the features of each label, in order; may not keep them
	rejected []Rejected
}

func (j *job) run(ctx context.Context) error {
	if j.Engine == Stream {
		events, err := j.read(ctx)
		if err != nil {
			return err
		}
		return j.memory(ctx, &streamengine.Engine{}, events)
	}
	return j.files(ctx)
}

// files has DuckDB read the files. Where that fails, featc's own reader says
// which cell is wrong. Text that is not UTF-8 DuckDB cannot read and featc can:
// then the same query runs over what featc read.
func (j *job) files(ctx context.Context) error {
	j.Step("computing " + j.Set.Name + " on DuckDB")
	rows := 0
	run := duck.FileRun{
		Plan: j.Project.Plan, Set: j.Set, Progress: j.Rows,
		Labels: sql.File{Kind: j.labels.Kind, Path: j.labels.Path},
		Row: func(_ []any, features []value.Value) error {
			rows++
			j.row(features)
			return nil
		},
	}
	failure := j.db.TrainFiles(ctx, run)
	if failure == nil {
		j.Step("counting what was rejected")
		found, err := j.db.Stats(ctx, run)
		j.reject(found)
		return failed("sql", err)
	}
	if ctx.Err() != nil || rows > 0 {
		return failed("sql", failure)
	}
	events, err := j.read(ctx)
	if err != nil {
		return err
	}
	if !errors.Is(failure, duck.ErrNotUTF8) {
		return failed("sql", failure)
	}
	return j.memory(ctx, j.db, events)
}

// read reads the events of the set's sources with featc's own reader.
func (j *job) read(ctx context.Context) ([]*engine.Events, error) {
	var out []*engine.Events
	for _, src := range project.Sources(j.Set) {
		j.Step("reading " + src.Name)
		events, report, err := data.ReadEvents(ctx, src)
		if err != nil {
			return nil, err
		}
		out = append(out, events)
		for _, r := range report.Rejected {
			j.rejected = append(j.rejected, Rejected{src.Name + "." + r.Column, r.Cause.String(), int64(r.Count)})
		}
	}
	return out, nil
}

// memory computes over events that featc has read.
func (j *job) memory(ctx context.Context, e engine.Engine, events []*engine.Events) error {
	in := &engine.Input{Program: j.Project.Program, Set: j.Set, Labels: j.labels.Rows, Events: events}
	j.Step("computing " + j.Set.Name + " on engine " + e.Name())
	out, err := e.Run(ctx, in)
	if err != nil {
		return failed(e.Name(), err)
	}
	for _, r := range out.Rows {
		j.row(r)
	}
	j.Step("counting what was rejected")
	found, err := j.db.StatsOf(ctx, in)
	j.reject(found)
	return failed("sql", err)
}

func (j *job) reject(found []duck.Rejected) {
	for _, r := range found {
		if r.Count > 0 {
			j.rejected = append(j.rejected, Rejected{r.Place, r.Cause, r.Count})
		}
	}
}

func failed(engine string, err error) error {
	if err == nil {
		return nil
	}
	return &project.EngineError{Engine: engine, Err: err}
}
