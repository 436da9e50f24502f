package duck

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	sqlbackend "github.com/featc-lang/featc/backends/sql"
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/internal/engine"
)

// Rejected counts what a run leaves out, by place and cause; see sql.Stats.
type Rejected struct {
	Place, Cause string
	Count        int64
}

// Stats counts what the sources of a set reject, from their files.
func (e *Engine) Stats(ctx context.Context, run FileRun) ([]Rejected, error) {
	labels, err := run.labels()
	if err != nil {
		return nil, err
	}
	query, err := DuckDB.Stats(run.Plan, run.Set, sqlbackend.Options{Path: run.path, Labels: labels})
	if err != nil {
		return nil, err
	}
	return rejected(e.db.QueryContext(ctx, sqlast.PrintQuery(DuckDB, query)))
}

// StatsOf counts what the sources of a set reject of events in memory. Values
// that became null while these were read are not among it.
func (e *Engine) StatsOf(ctx context.Context, in *engine.Input) (out []Rejected, err error) {
	err = e.session(ctx, in, func(s *session) error {
		query, err := DuckDB.Stats(plan.Build(in.Program), in.Set, s.opt)
		if err != nil {
			return err
		}
		out, err = rejected(s.conn.QueryContext(ctx, sqlast.PrintQuery(DuckDB, query)))
		return err
	})
	return out, err
}

// rejected reads the answer to a Stats query, by place and cause.
func rejected(rows *sql.Rows, err error) ([]Rejected, error) {
	if err != nil {
		return nil, clear(err)
	}
	defer rows.Close() // its error is that of rows.Err
	var out []Rejected
	for rows.Next() {
		var r Rejected
		if err := rows.Scan(&r.Place, &r.Cause, &r.Count); err != nil {
			return nil, clear(err)
		}
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b Rejected) int {
		return cmp.Or(cmp.Compare(a.Place, b.Place), cmp.Compare(a.Cause, b.Cause))
	})
	return out, clear(rows.Err())
}
