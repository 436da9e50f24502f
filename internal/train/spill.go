package train

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/featc-lang/featc/backends/sql"
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/data"
	"github.com/featc-lang/featc/internal/duck"
	"github.com/featc-lang/featc/internal/replay"
	"github.com/featc-lang/featc/internal/streamengine"
	"github.com/featc-lang/featc/runtime/columns"
)

// spill computes with DuckDB's memory as the only one that grows with the data,
// and that is bounded: what does not fit goes to a folder of its own.
func (j *job) spill(ctx context.Context, run duck.FileRun) error {
	opt := j.Duck
	if opt.TempDir == "" {
		dir, err := os.MkdirTemp("", "featc-train-*")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		opt.TempDir = dir
	}
	db, err := duck.OpenNative(opt)
	if err != nil {
		return failed("sql", err)
	}
	defer db.Close()
	s := &spill{job: j, db: db, opt: sql.Options{LabelTable: "labels", Labels: run.Labels, Checked: true}}
	j.Step("reading labels")
	if err := s.loadLabels(ctx); err != nil {
		return failed("sql", err)
	}
	if j.Engine == Stream {
		if err := s.replay(ctx); err != nil {
			return failed("stream", err)
		}
	}
	if err := s.write(ctx); err != nil {
		return failed("sql", err)
	}
	j.Step("counting what was rejected")
	found, err := j.db.Stats(ctx, run)
	j.reject(found)
	return failed("sql", err)
}

type spill struct {
	*job
	db  *duck.Native
	opt sql.Options
}

// loadLabels puts the label file into a table.
func (s *spill) loadLabels(ctx context.Context) error {
	query, err := duck.DuckDB.Labels(s.Project.Plan, s.Set, sql.Options{Labels: s.opt.Labels, Checked: true})
	if err != nil {
		return err
	}
	create := "CREATE TABLE " + duck.DuckDB.Ident(s.opt.LabelTable) + " AS " + sqlast.PrintQuery(duck.DuckDB, query)
	if err := s.db.Exec(ctx, create); err != nil {
		return err
	}
	count := "SELECT count(*) FROM " + duck.DuckDB.Ident(s.opt.LabelTable)
	return s.db.Stream(ctx, count, []types.Type{types.Int64}, func(b *columns.Batch) error {
		s.summary.Rows = b.Columns[0].Words[0]
		return nil
	})
}

// replay has the operators compute what they can of every group.
func (s *spill) replay(ctx context.Context) error {
	s.Step("building operators")
	driver, err := streamengine.BuildReplays(ctx, s.Project.Plan)
	if err != nil {
		return err
	}
	work := replay.Work{
		DB: s.db, Plan: s.Project.Plan, Set: s.Set, Options: s.opt, Labels: s.summary.Rows,
		Step: s.Step, Percent: s.Percent,
	}
	s.opt.Computed, err = work.Compute(ctx, driver.Replayer(0))
	return err
}

// write computes what is left to compute and writes the training set.
func (s *spill) write(ctx context.Context) error {
	script, err := duck.DuckDB.Train(s.Project.Plan, s.Set, s.opt)
	if err != nil {
		return err
	}
	bytes, err := s.bytes(ctx)
	if err != nil {
		return err
	}
	out := s.columns(script, bytes)
	what := "computing " + s.Set.Name + " on DuckDB"
	if len(s.opt.Computed) > 0 {
		what = "writing " + s.Output
	}
	s.Step(what)
	watched := s.db.Watch(func(percent float64) { s.Percent(what, percent/100) })
	defer watched()
	if data.Kind(s.Output) == "parquet" {
		err = s.writeParquet(ctx, script.Query)
	} else {
		err = s.writeRows(ctx, script.Query, out)
	}
	return err
}

// bytes names the columns of the labels that hold bytes.
func (s *spill) bytes(ctx context.Context) (map[string]bool, error) {
	out := map[string]bool{}
	of := "SELECT column_name FROM duckdb_columns() WHERE data_type = 'BLOB' AND table_name = " + duck.DuckDB.Quote(s.opt.LabelTable)
	err := s.db.Stream(ctx, of, []types.Type{types.String}, func(b *columns.Batch) error {
		for i := range b.Rows {
			out[b.Columns[0].String(i)] = true
		}
		return nil
	})
	return out, err
}

// columns says which columns a training query gives, with their types, and has
// it give them one by one.
func (s *spill) columns(script *sqlast.Script, bytes map[string]bool) []*ir.Column {
	known := map[string]*ir.Column{}
	for _, c := range sql.LabelColumns(s.Set) {
		known[c.Name] = c
	}
	var out []*ir.Column
	var passed []sqlast.Column
	for _, name := range s.labels.Columns {
		x := sqlast.Expr(sqlast.Name{Table: sql.LabelAlias, Col: name})
		c, ok := known[name]
		switch {
		case ok:
		case data.Kind(s.Output) != "parquet" && bytes[name]: // as text they would be DuckDB's own
			c = &ir.Column{Name: name, Type: types.Bytes.Null()}
		case data.Kind(s.Output) != "parquet" && s.labels.Kind == "parquet":
			c, x = &ir.Column{Name: name, Type: types.String.Null()}, sqlast.Cast{X: x, Type: duck.DuckDB.TypeName(types.String)}
		case s.labels.Kind == "parquet": // whatever it is, it stays that
			c = &ir.Column{Name: name}
		default:
			c, x = &ir.Column{Name: name, Type: types.String.Null()}, sqlast.Fn("nullif", x, sqlast.Text(""))
		}
		out = append(out, c)
		passed = append(passed, sqlast.Column{X: x, As: name})
	}
	for _, f := range s.Set.Features {
		out = append(out, &ir.Column{Name: f.Name, Type: f.Feature.Type})
	}
	body := script.Query.Body.(*sqlast.Select)
	body.Columns = append(passed, body.Columns[1:]...)
	if data.Kind(s.Output) == "parquet" {
		for i, c := range out {
			if hasTimes(c.Type) {
				col := &body.Columns[i]
				if col.As == "" {
					col.As = c.Name
				}
				col.X = inUTC(col.X, c.Type, "e")
			}
		}
	}
	return out
}

func (s *spill) writeRows(ctx context.Context, query *sqlast.Query, of []*ir.Column) error {
	names, kinds := make([]string, len(of)), make([]types.Type, len(of))
	for i, c := range of {
		names[i], kinds[i] = c.Name, c.Type
	}
	var rows *data.RowWriter
	err := data.WriteFile(s.Output, func(w io.Writer) (err error) {
		if rows, err = data.NewRowWriter(w, data.Kind(s.Output), names, kinds); err != nil {
			return err
		}
		if err := s.db.Stream(ctx, sqlast.PrintQuery(duck.DuckDB, query), kinds, rows.Write); err != nil {
			return err
		}
		return rows.Close()
	})
	if err != nil {
		return err
	}
	for i, f := range s.Set.Features {
		s.summary.Features = append(s.summary.Features, Nulls{f.Name, f.Feature.Type.String(), rows.Nulls[len(of)-len(s.Set.Features)+i]})
	}
	return nil
}

// writeParquet has DuckDB write the file, aside and then renamed, and counts the
// nulls that it says are in it.
func (s *spill) writeParquet(ctx context.Context, query *sqlast.Query) error {
	return data.ReplaceFile(s.Output, func(path string) error {
		copied := fmt.Sprintf("COPY (%s) TO %s (FORMAT parquet, COMPRESSION zstd)",
			strings.TrimSuffix(strings.TrimSpace(sqlast.PrintQuery(duck.DuckDB, query)), ";"), duck.DuckDB.Quote(path))
		if err := s.db.Exec(ctx, copied); err != nil {
			return err
		}
		nulls := map[string]int64{}
		counted := "SELECT path_in_schema, coalesce(sum(stats_null_count), 0)::BIGINT FROM parquet_metadata(" +
			duck.DuckDB.Quote(path) + ") GROUP BY ALL"
		err := s.db.Stream(ctx, counted, []types.Type{types.String, types.Int64}, func(b *columns.Batch) error {
			for i := range b.Rows {
				nulls[b.Columns[0].String(i)] = b.Columns[1].Words[i]
			}
			return nil
		})
		for _, f := range s.Set.Features {
			s.summary.Features = append(s.summary.Features, Nulls{f.Name, f.Feature.Type.String(), nulls[f.Name]})
		}
		return err
	})
}
