package train

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/featc-lang/featc/backends/sql"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/internal/data"
	"github.com/featc-lang/featc/internal/duck"
	"github.com/featc-lang/featc/internal/project"
	"github.com/featc-lang/featc/internal/replay"
	"github.com/featc-lang/featc/internal/streamengine"
)

// Engine is what computes a training set.
type Engine int

// The engines.
const (
	SQL    Engine = iota // the generated SQL, on DuckDB, straight from the files
	Stream               // the generated operators, over the sorted events
	Auto                 // Stream where that is faster and can be had, else SQL
)

var engineNames = []string{"sql", "stream", "auto"}

func (e Engine) String() string { return engineNames[e] }

// ParseEngine returns the engine of a name.
func ParseEngine(name string) (Engine, error) {
	for i, n := range engineNames {
		if n == name {
			return Engine(i), nil
		}
	}
	return 0, fmt.Errorf("there is no engine %s; there are sql, stream and auto", name)
}

// manyBytes is the size of the sources' files from which the operators are faster
// though they have to be built first: a million events or so.
const manyBytes = 16 << 20

// choose puts one of the others in the place of Auto.
func (e Engine) choose(p *plan.Plan, set *ir.FeatureSet, files []string) Engine {
	if e != Auto {
		return e
	}
	var size int64
	for _, f := range files {
		if info, err := os.Stat(f); err == nil {
			size += info.Size()
		}
	}
	if size < manyBytes || !replay.Supports(p, set) || !streamengine.CanBuild() {
		return SQL
	}
	return Stream
}

// job is the computing part of a request.
type job struct {
	*Request
	labels  *data.LabelHeader
	db      *duck.Engine
	summary *Summary
}

// run has DuckDB read the files. Where that fails, featc's own reader says which
// cell is wrong. Text that is not UTF-8 DuckDB cannot read and featc can: then the
// same is computed over what featc read, in memory.
func (j *job) run(ctx context.Context) error {
	run := duck.FileRun{
		Plan: j.Project.Plan, Set: j.Set,
		Labels: sql.File{Kind: j.labels.Kind, Path: j.labels.Path, Columns: j.labels.Columns},
		Read:   j.summary.read,
	}
	j.Step("checking every cell")
	failure := j.db.CheckFiles(ctx, run)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case failure == nil && j.spills():
		return j.spill(ctx, run)
	case failure == nil, errors.Is(failure, duck.ErrNotUTF8):
		return j.memory(ctx)
	}
	if _, err := j.read(ctx); err != nil {
		return err
	}
	if errors.Is(failure, duck.ErrPartition) {
		return failure
	}
	return failed("sql", failure)
}

// spills reports whether DuckDB can read all that is needed: of labels in JSON
// lines it reads only the columns that the set knows.
func (j *job) spills() bool {
	return j.labels.Kind != "jsonl" && (j.Engine == SQL || replay.Supports(j.Project.Plan, j.Set))
}

func failed(engine string, err error) error {
	if err == nil {
		return nil
	}
	return &project.EngineError{Engine: engine, Err: err}
}

func (j *job) reject(found []duck.Rejected) {
	for _, r := range found {
		if r.Count > 0 {
			j.summary.Rejected = append(j.summary.Rejected, Rejected{r.Place, r.Cause, r.Count})
		}
	}
}
