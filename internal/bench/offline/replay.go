package main

import (
	"context"

	"github.com/featc-lang/featc/backends/sql"
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/duck"
	"github.com/featc-lang/featc/internal/replay"
	"github.com/featc-lang/featc/internal/streamengine"
	"github.com/featc-lang/featc/runtime/columns"
)

// byReplay sorts in DuckDB and computes with the generated operators, as train
// --engine stream does. The operators are built beforehand: they are kept between
// runs of featc.
func byReplay(ctx context.Context, p *plan.Plan, opt sql.Options, labels int, of []string) (func(context.Context, *duck.Native) (result, error), error) {
	driver, err := streamengine.BuildReplays(ctx, p)
	if err != nil {
		return nil, err
	}
	set := p.Program.Sets[0]
	return func(ctx context.Context, db *duck.Native) (r result, err error) {
		opt := opt
		r.wall, r.cpu, err = clock(func() error {
			work := replay.Work{
				DB: db, Plan: p, Set: set, Options: opt, Labels: int64(labels),
				Step: func(string) {}, Percent: func(string, float64) {},
			}
			if opt.Computed, err = work.Compute(ctx, driver.Replayer(0)); err != nil {
				return err
			}
			script, err := duck.DuckDB.Train(p, set, opt)
			if err != nil {
				return err
			}
			r.sum, err = one(ctx, db, checked(sqlast.PrintQuery(duck.DuckDB, script.Query), of))
			return err
		})
		for _, t := range opt.Computed {
			if dropped := db.Exec(ctx, "DROP TABLE "+duck.DuckDB.Ident(t)); err == nil {
				err = dropped
			}
		}
		return r, err
	}, nil
}

// sorted is the floor: the events and the labels sorted by key and time, column by
// column out of DuckDB, and nothing else.
func sorted(ctx context.Context, db *duck.Native) (r result, err error) {

	r.wall, r.cpu, err = clock(func() error {
		none := func(*columns.Batch) error { return nil }
		err := db.Stream(ctx, `SELECT user_id, "at", amount FROM payments ORDER BY user_id, "at"`,
			[]types.Type{types.Int64, types.Timestamp, types.Decimal(12, 2)}, none)
		if err != nil {
			return err
		}
		return db.Stream(ctx, `SELECT label_row, user_id, "at" FROM labels ORDER BY user_id, "at"`,
			[]types.Type{types.Int64, types.Int64, types.Timestamp}, none)
	})
	return r, err
}

// tables says where the events and the labels of a program are.
func tables(program *ir.Program) sql.Options {
	opt := sql.Options{LabelTable: "labels", Tables: map[*ir.Source]string{}}
	for _, s := range program.Sources {
		opt.Tables[s] = s.Name
	}
	return opt
}
