package duck

import (
	"context"
	"database/sql"
	"fmt"

	sqlbackend "github.com/featc-lang/featc/backends/sql"
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/runtime/value"
)

// DuckDB is the dialect that this package runs.
var DuckDB = sqlbackend.DuckDB

// Engine is SQL on an embedded DuckDB as an engine.Engine. It may be used by
// several goroutines; Close it after use.
type Engine struct {
	db      *sql.DB
	without []sqlbackend.Rule
}

var _ engine.Engine = (*Engine)(nil)

// New starts an engine.
func New(opt Options) (*Engine, error) {
	db, err := Open(opt)
	if err != nil {
		return nil, err
	}
	return &Engine{db: db}, nil
}

// Without returns the same engine with a planner that does without some rules. It
// shares e's database; only e is to be closed.
func (e *Engine) Without(rules ...sqlbackend.Rule) *Engine {
	return &Engine{db: e.db, without: rules}
}

// Close stops the engine and frees its memory.
func (e *Engine) Close() error { return e.db.Close() }

// Name returns "sql".
func (e *Engine) Name() string { return "sql" }

// Run loads the events and labels into tables, runs the set's training query
// over them and returns its feature columns.
func (e *Engine) Run(ctx context.Context, in *engine.Input) (*engine.Output, error) {
	p := plan.Build(in.Program)
	var out *engine.Output
	err := e.session(ctx, in, func(s *session) error {
		script, err := DuckDB.Train(p, in.Set, s.opt)
		if err != nil {
			return err
		}
		out, err = s.train(ctx, script, in)
		return err
	})
	return out, err
}

// session is a connection with the events and labels of an input in temporary
// tables.
type session struct {
	conn *sql.Conn
	opt  sqlbackend.Options
}

func (e *Engine) session(ctx context.Context, in *engine.Input, f func(*session) error) (err error) {
	return e.connected(ctx, func(s *session) error {
		if err := s.loadEvents(ctx, in); err != nil {
			return err
		}
		if err := s.loadLabels(ctx, in); err != nil {
			return fmt.Errorf("labels: %w", err)
		}
		return f(s)
	})
}

// connected calls f with a session that has no tables yet.
func (e *Engine) connected(ctx context.Context, f func(*session) error) (err error) {
	conn, err := e.db.Conn(ctx)
	if err != nil {
		return clear(err)
	}
	s := &session{conn: conn, opt: sqlbackend.Options{Tables: map[*ir.Source]string{}, Without: e.without}}
	defer func() {
		if e := s.close(); err == nil {
			err = e
		}
	}()
	return f(s)
}

// loadEvents fills a table for each source that the set reads.
func (s *session) loadEvents(ctx context.Context, in *engine.Input) error {
	rows := map[*ir.Source][][]value.Value{}
	for _, src := range in.Set.Sources() {
		rows[src] = nil
	}
	for _, ev := range in.Events {
		rows[ev.Source] = append(rows[ev.Source], ev.Rows...)
	}
	for i, src := range in.Program.Sources {
		r, used := rows[src]
		if !used {
			continue
		}
		name := fmt.Sprintf("events_%d", i+1)
		s.opt.Tables[src] = name
		if err := s.load(ctx, name, src.Columns, r); err != nil {
			return fmt.Errorf("source %s: %w", src.Name, err)
		}
	}
	return nil
}

// close drops the tables and gives the connection back. It does so even where
// the run's context is done.
func (s *session) close() error {
	ctx := context.Background()
	tables := []string{s.opt.LabelTable}
	for _, t := range s.opt.Tables {
		tables = append(tables, t)
	}
	for _, t := range tables {
		if t == "" {
			continue
		}
		if _, err := s.conn.ExecContext(ctx, "DROP TABLE IF EXISTS temp."+DuckDB.Ident(t)); err != nil {
			return clear(err)
		}
	}
	return clear(s.conn.Close())
}

// train runs a training query and reads the features, which are its last
// columns.
func (s *session) train(ctx context.Context, script *sqlast.Script, in *engine.Input) (*engine.Output, error) {
	rows, err := s.conn.QueryContext(ctx, sqlast.PrintQuery(DuckDB, script.Query))
	if err != nil {
		return nil, clear(err)
	}
	defer rows.Close() // its error is that of rows.Err
	names, err := rows.Columns()
	if err != nil {
		return nil, clear(err)
	}
	features := in.Set.Features
	skip := len(names) - len(features)
	cells, into := cellsOf(len(names))
	out := &engine.Output{Rows: make([][]value.Value, 0, len(in.Labels))}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return nil, clear(err)
		}
		row := make([]value.Value, len(features))
		for i, f := range features {
			if row[i], err = fromDuck(cells[skip+i], f.Feature.Type); err != nil {
				return nil, fmt.Errorf("feature %s: %w", f.Name, err)
			}
		}
		out.Rows = append(out.Rows, row)
	}
	if err := rows.Err(); err != nil {
		return nil, clear(err)
	}
	if len(out.Rows) != len(in.Labels) {
		return nil, fmt.Errorf("duckdb returned %d rows for %d labels", len(out.Rows), len(in.Labels))
	}
	return out, nil
}

// cellsOf returns room for a row, and pointers into it for Scan.
func cellsOf(n int) (cells []any, into []any) {
	cells, into = make([]any, n), make([]any, n)
	for i := range cells {
		into[i] = &cells[i]
	}
	return cells, into
}
