package duck

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	sqlbackend "github.com/featc-lang/featc/backends/sql"
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/data"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/runtime/value"
)

// FileRun is a training set over the files of a program's sources.
type FileRun struct {
	Plan   *plan.Plan
	Set    *ir.FeatureSet
	Labels sqlbackend.File // Path "" is the set's own labels
	// Path returns where a connector's files are, a path or a glob; nil joins the
	// path to the folder of its .feat file.
	Path func(*ir.Connector) string
	// Header is told the names of the label columns, in order, before any row.
	Header func(labels []string) error
	// Row takes a label's own columns, as the driver gives them, and its features.
	// Both slices are reused.
	Row func(label []any, features []value.Value) error
	// Read is told which files of a source there are, and which of them are read: of
	// folders for days, those that labels and windows can touch. nil where nobody asks.
	Read func(src *ir.Source, files, read []string)
}

// TrainFiles runs the training query of a set straight over files. First every
// cell is checked: one that does not parse is an error that names its file, row
// and column.
func (e *Engine) TrainFiles(ctx context.Context, run FileRun) error {
	labels, err := run.labels()
	if err != nil {
		return err
	}
	if err := e.CheckFiles(ctx, run); err != nil {
		return err
	}
	opt := sqlbackend.Options{Labels: labels, Path: run.path}
	script, err := DuckDB.Train(run.Plan, run.Set, opt)
	if err != nil {
		return err
	}
	return e.stream(ctx, sqlast.PrintQuery(DuckDB, script.Query), run)
}

// FileEngine is an engine.Engine that runs the training query as featc compile
// writes it, decoding included: DuckDB reads the files of the sources and the
// labels. The input's rows are used only where a file has text that is not
// UTF-8, which DuckDB cannot read.
type FileEngine struct {
	*Engine
	Labels sqlbackend.File // Path "" is the set's own labels
}

// Run computes the input's set over the files.
func (e FileEngine) Run(ctx context.Context, in *engine.Input) (*engine.Output, error) {
	out := &engine.Output{Rows: make([][]value.Value, 0, len(in.Labels))}
	err := e.TrainFiles(ctx, FileRun{
		Plan: plan.Build(in.Program), Set: in.Set, Labels: e.Labels,
		Row: func(_ []any, features []value.Value) error {
			out.Rows = append(out.Rows, slices.Clone(features))
			return nil
		},
	})
	if errors.Is(err, ErrNotUTF8) {
		return e.Engine.Run(ctx, in)
	}
	return out, err
}

func (run FileRun) path(c *ir.Connector) string {
	if run.Path != nil {
		return run.Path(c)
	}
	return c.File()
}

func (run FileRun) labels() (sqlbackend.File, error) {
	switch {
	case run.Labels.Path != "":
		return run.Labels, nil
	case run.Set.Labels != nil:
		return sqlbackend.File{Kind: run.Set.Labels.Kind, Path: run.path(run.Set.Labels)}, nil
	}
	return sqlbackend.File{}, fmt.Errorf("%s: feature set %s declares no labels, and none were given", run.Set.Span, run.Set.Name)
}

// CheckFiles finds the first cell that does not parse in each file.
func (e *Engine) CheckFiles(ctx context.Context, run FileRun) error {
	labels, err := run.labels()
	if err != nil {
		return err
	}
	if err := checkTypes(ctx, labels, sqlbackend.LabelColumns(run.Set)); err != nil {
		return err
	}
	if err := e.check(ctx, labels.Path, DuckDB.CheckLabels(run.Set, labels)); err != nil {
		return err
	}
	return e.checkSources(ctx, run, &labels)
}

// checkSources finds the first cell that does not parse in each file of the sources
// that the labels can touch; nil: in all files.
func (e *Engine) checkSources(ctx context.Context, run FileRun, labels *sqlbackend.File) error {
	for _, src := range run.Set.Sources() {
		if src.Batch == nil {
			continue
		}
		var asked dayRange
		if labels != nil {
			var err error
			if asked, err = e.daysAsked(ctx, run, *labels, src); err != nil {
				return err
			}
		}
		if err := e.checkSource(ctx, run, src, asked); err != nil {
			return err
		}
	}
	return nil
}

// CheckSource finds the first cell that does not parse in each file of a source, and
// counts what became null.
func (e *Engine) CheckSource(ctx context.Context, src *ir.Source) ([]Rejected, error) {
	run := FileRun{}
	if err := e.checkSource(ctx, run, src, dayRange{}); err != nil {
		return nil, err
	}
	query, err := DuckDB.Rejected(src, sqlbackend.Options{Path: run.path, Checked: true})
	if err != nil || query == nil {
		return nil, err
	}
	found, err := rejected(e.db.QueryContext(ctx, sqlast.PrintQuery(DuckDB, query)))
	return slices.DeleteFunc(found, func(r Rejected) bool { return r.Count == 0 }), err
}

func (e *Engine) checkSource(ctx context.Context, run FileRun, src *ir.Source, asked dayRange) error {
	glob := run.path(src.Batch)
	files, err := filepath.Glob(glob)
	if err != nil || len(files) == 0 {
		return fmt.Errorf("%s: source %s: there is no file %s", src.Batch.Span, src.Name, glob)
	}
	read := []string{}
	for _, f := range files {
		asked, err := e.checkPartition(ctx, src, f, asked)
		if err != nil {
			return err
		}
		if !asked {
			continue
		}
		read = append(read, f)
		file := sqlbackend.File{Kind: src.Batch.Kind, Path: f}
		if err := checkTypes(ctx, file, src.Columns); err != nil {
			return err
		}
		if err := e.check(ctx, f, DuckDB.CheckSource(src, file)); err != nil {
			return err
		}
	}
	if run.Read != nil {
		run.Read(src, files, read)
	}
	return nil
}

// checkTypes refuses columns of a Parquet file that cannot be those declared, and
// lines of JSON that are none: DuckDB would take more than the Go side reads.
func checkTypes(ctx context.Context, f sqlbackend.File, columns []*ir.Column) error {
	if f.Kind == "csv" {
		return nil // every cell is looked at
	}
	return data.CheckTypes(ctx, f.Path, f.Kind, columns)
}

func (e *Engine) check(ctx context.Context, path string, c sqlbackend.Check) error {
	bad, err := e.firstBad(ctx, c)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if bad != nil {
		return fmt.Errorf("%s: %w", path, bad)
	}
	return nil
}

// BadCell is a cell that does not parse.
type BadCell struct {
	Row    int64 // from 1, after the header
	Column string
	Text   string
	Model  string // where it is a vector of another model than it should be: in words
}

func (b *BadCell) Error() string {
	switch {
	case b.Model != "":
		return fmt.Sprintf("row %d, column %s %s", b.Row, b.Column, b.Model)
	case b.Column == "":
		return fmt.Sprintf("row %d is not a JSON object", b.Row)
	case b.Text == "":
		return fmt.Sprintf("row %d, column %s: there is no value, and the column is not nullable", b.Row, b.Column)
	}
	return fmt.Sprintf("row %d, column %s: %q does not parse", b.Row, b.Column, b.Text)
}

// firstBad is the first bad cell, or nil.
func (e *Engine) firstBad(ctx context.Context, c sqlbackend.Check) (*BadCell, error) {
	var found sql.NullBool
	if err := e.db.QueryRowContext(ctx, sqlast.PrintQuery(DuckDB, c.Any)).Scan(&found); err != nil || !found.Bool {
		return nil, clear(err)
	}
	var b BadCell
	var text, model sql.NullString
	err := e.db.QueryRowContext(ctx, sqlast.PrintQuery(DuckDB, c.First)).Scan(&b.Row, &b.Column, &text, &model)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, nil
	case err != nil:
		return nil, clear(err)
	}
	b.Text, b.Model = text.String, model.String
	return &b, nil
}

// stream hands the rows of a training query on.
func (e *Engine) stream(ctx context.Context, query string, run FileRun) error {
	rows, err := e.db.QueryContext(ctx, query)
	if err != nil {
		return clear(err)
	}
	defer rows.Close() // its error is that of rows.Err
	names, err := rows.Columns()
	if err != nil {
		return clear(err)
	}
	set := run.Set.Features
	first := len(names) - len(set)
	if err := clash(names[:first], run.Set); err != nil {
		return err
	}
	if run.Header != nil {
		if err := run.Header(names[:first]); err != nil {
			return err
		}
	}
	cells, into := cellsOf(len(names))
	features := make([]value.Value, len(set))
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return clear(err)
		}
		for i, f := range set {
			if features[i], err = fromDuck(cells[first+i], f.Feature.Type); err != nil {
				return fmt.Errorf("feature %s: %w", f.Name, err)
			}
		}
		if err := run.Row(cells[:first], features); err != nil {
			return err
		}
	}
	return clear(rows.Err())
}

// clash reports a label column with the name of a feature.
func clash(labels []string, set *ir.FeatureSet) error {
	taken := map[string]bool{}
	for _, n := range labels {
		taken[n] = true
	}
	for _, f := range set.Features {
		if taken[f.Name] {
			return fmt.Errorf("the label column %s has the name of a feature of %s; rename it", f.Name, set.Name)
		}
	}
	return nil
}

// values runs a query whose columns have the given types.
func (e *Engine) values(ctx context.Context, query string, columns []types.Type) ([][]value.Value, error) {
	rows, err := e.db.QueryContext(ctx, query)
	if err != nil {
		return nil, clear(err)
	}
	defer rows.Close() // its error is that of rows.Err
	var out [][]value.Value
	cells, into := cellsOf(len(columns))
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return nil, clear(err)
		}
		row := make([]value.Value, len(columns))
		for i, t := range columns {
			if row[i], err = fromDuck(cells[i], t); err != nil {
				return nil, err
			}
		}
		out = append(out, row)
	}
	return out, clear(rows.Err())
}
