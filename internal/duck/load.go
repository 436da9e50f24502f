package duck

import (
	"context"
	"database/sql/driver"
	"fmt"
	"strings"

	"github.com/duckdb/duckdb-go/v2"

	sqlbackend "github.com/featc-lang/featc/backends/sql"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/runtime/value"
)

// load creates a temporary table and fills it. Rows have a value per column.
func (s *session) load(ctx context.Context, table string, columns []*ir.Column, rows [][]value.Value) error {
	defs := make([]string, len(columns))
	for i, c := range columns {
		defs[i] = DuckDB.Ident(c.Name) + " " + DuckDB.TypeName(c.Type)
	}
	create := fmt.Sprintf("CREATE TEMP TABLE %s (%s)", DuckDB.Ident(table), strings.Join(defs, ", "))
	if _, err := s.conn.ExecContext(ctx, create); err != nil {
		return clear(err)
	}
	err := s.conn.Raw(func(conn any) error {
		a, err := duckdb.NewAppender(conn.(driver.Conn), "temp", "main", table)
		if err != nil {
			return err
		}
		cells := make([]driver.Value, len(columns))
		for i, row := range rows {
			if len(row) != len(columns) {
				err = fmt.Errorf("row %d has %d values, want %d", i+1, len(row), len(columns))
				break
			}
			for j, c := range columns {
				cells[j] = toDuck(row[j], c.Type)
			}
			if err = a.AppendRow(cells...); err != nil {
				err = fmt.Errorf("row %d: %w", i+1, err)
				break
			}
			if i%4096 == 0 && ctx.Err() != nil {
				err = ctx.Err()
				break
			}
		}
		if closed := a.Close(); err == nil {
			err = closed
		}
		return err
	})
	return clear(err)
}

// loadLabels fills the label table.
func (s *session) loadLabels(ctx context.Context, in *engine.Input) error {
	columns, rows, err := LabelTable(in)
	if err != nil {
		return err
	}
	s.opt.LabelTable = "labels"
	return s.load(ctx, s.opt.LabelTable, columns, rows)
}

// LabelTable is the label table of an input: the row number, keys, instant, request.
func LabelTable(in *engine.Input) (columns []*ir.Column, rows [][]value.Value, err error) {
	set := in.Set
	row := sqlbackend.RowColumn(set, sqlbackend.File{})
	columns = []*ir.Column{{Name: row, Type: types.Int64}}
	taken := map[string]bool{}
	add := func(c *ir.Column) (fresh bool) {
		if fresh = !taken[c.Name]; fresh {
			taken[c.Name] = true
			columns = append(columns, c)
		}
		return fresh
	}
	keys := set.KeyColumns()
	for _, k := range keys {
		add(k)
	}
	add(set.Time)
	var request []int // fields that are not a key under the same name
	for i, r := range set.Request {
		if add(r) {
			request = append(request, i)
		}
	}
	rows = make([][]value.Value, len(in.Labels))
	for i, l := range in.Labels {
		if len(l.Keys) != len(keys) || len(l.Request) != len(set.Request) {
			return nil, nil, fmt.Errorf("label %d has %d keys and %d request fields, want %d and %d",
				i+1, len(l.Keys), len(l.Request), len(keys), len(set.Request))
		}
		r := append([]value.Value{value.OfInt64(int64(i))}, l.Keys...)
		r = append(r, value.OfTimestamp(l.At))
		for _, j := range request {
			r = append(r, l.Request[j])
		}
		rows[i] = r
	}
	return columns, rows, nil
}
