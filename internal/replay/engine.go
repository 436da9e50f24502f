package replay

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/featc-lang/featc/backends/sql"
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/duck"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/streamengine"
	"github.com/featc-lang/featc/runtime/columns"
	"github.com/featc-lang/featc/runtime/value"
)

// Engine is the engine "replay" over events in memory, for comparisons with the
// others. Replayer gives the operators of a program, whose plan is used.
type Engine struct {
	DB       *duck.Native
	Replayer func(*ir.Program) *streamengine.Replayer

	mu sync.Mutex // the tables have one name each
}

// Name returns "replay".
func (e *Engine) Name() string { return "replay" }

// Run computes in.Set for every label.
func (e *Engine) Run(ctx context.Context, in *engine.Input) (out *engine.Output, err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	var made []string
	defer func() {
		for _, t := range made {
			err = errors.Join(err, e.DB.Exec(context.WithoutCancel(ctx), "DROP TABLE IF EXISTS "+duck.DuckDB.Ident(t)))
		}
	}()
	load := func(table string, of []*ir.Column, rows [][]value.Value) error {
		made = append(made, table)
		return e.DB.Load(ctx, table, of, rows)
	}
	opt := sql.Options{Tables: map[*ir.Source]string{}, LabelTable: "labels"}
	of, rows, err := duck.LabelTable(in)
	if err != nil {
		return nil, err
	}
	if err := load(opt.LabelTable, of, rows); err != nil {
		return nil, err
	}
	for _, src := range in.Set.Sources() {
		var rows [][]value.Value
		for _, ev := range in.Events {
			if ev.Source == src {
				rows = append(rows, ev.Rows...)
			}
		}
		opt.Tables[src] = fmt.Sprintf("events_%d", len(opt.Tables)+1)
		if err := load(opt.Tables[src], src.Columns, rows); err != nil {
			return nil, err
		}
	}
	r := e.Replayer(in.Program)
	work := &Work{
		DB: e.DB, Plan: r.Plan(), Set: in.Set, Options: opt, Labels: int64(len(in.Labels)),
		Step: func(string) {}, Percent: func(string, float64) {},
	}
	if opt.Computed, err = work.Compute(ctx, r); err != nil {
		return nil, err
	}
	for _, t := range opt.Computed {
		made = append(made, t)
	}
	return e.train(ctx, work, opt)
}

// train runs what is left of the training query.
func (e *Engine) train(ctx context.Context, w *Work, opt sql.Options) (*engine.Output, error) {
	script, err := duck.DuckDB.Train(w.Plan, w.Set, opt)
	if err != nil {
		return nil, err
	}
	body := script.Query.Body.(*sqlast.Select)
	body.Columns = body.Columns[1:] // the labels' own
	var of []types.Type
	for _, f := range w.Set.Features {
		of = append(of, f.Feature.Type)
	}
	out := &engine.Output{}
	err = e.DB.Stream(ctx, sqlast.PrintQuery(duck.DuckDB, script.Query), of, func(b *columns.Batch) error {
		for i := range b.Rows {
			row := make([]value.Value, len(of))
			for j := range of {
				row[j] = b.Columns[j].Value(i)
			}
			out.Rows = append(out.Rows, row)
		}
		return nil
	})
	return out, err
}
