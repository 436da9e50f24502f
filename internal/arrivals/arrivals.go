// Package arrivals reads the events of sources from their files in the order in which
// a server would have met them. DuckDB reads and sorts them: within its memory, and
// else in a folder.
package arrivals

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/featc-lang/featc/backends/sql"
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/data"
	"github.com/featc-lang/featc/internal/duck"
	"github.com/featc-lang/featc/runtime/columns"
)

// Reader reads the events of sources. Close it after use.
type Reader struct {
	Files    []string
	Rows     int64           // of all sources
	Rejected []duck.Rejected // values that became null, by source.column

	sources []*ir.Source
	db      *duck.Native
	tables  map[*ir.Source]string // of sources that are not read from their files as they are sorted
	temp    string                // a folder of its own; "": none
}

// Open checks the files of the sources' batch connectors, cell by cell. An error
// names the file, the row and the column. Sources that are alike but for their
// connectors are one.
func Open(ctx context.Context, opt duck.Options, sources ...*ir.Source) (*Reader, error) {
	r := &Reader{tables: map[*ir.Source]string{}}
	if opt.TempDir == "" {
		dir, err := os.MkdirTemp("", "featc-arrivals-*")
		if err != nil {
			return nil, err
		}
		r.temp, opt.TempDir = dir, dir
	}
	if err := r.open(ctx, opt, sources); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

func (r *Reader) open(ctx context.Context, opt duck.Options, sources []*ir.Source) (err error) {
	if r.db, err = duck.OpenNative(opt); err != nil {
		return err
	}
	files, err := duck.New(opt)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, files.Close()) }()
	parts := map[string][]*ir.Source{}
	for _, src := range sources {
		if parts[src.Name] == nil {
			r.sources = append(r.sources, src)
		}
		parts[src.Name] = append(parts[src.Name], src)
	}
	for _, src := range r.sources {
		for _, part := range parts[src.Name] {
			if err := r.check(ctx, files, src, part, len(parts[src.Name]) > 1); err != nil {
				return err
			}
		}
		query, err := duck.DuckDB.Count(src, r.options())
		if err != nil {
			return err
		}
		err = r.db.Stream(ctx, sqlast.PrintQuery(duck.DuckDB, query), []types.Type{types.Int64}, func(b *columns.Batch) error {
			r.Rows += b.Columns[0].Words[0]
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// check finds out what is in the files of a part of a source. One of several is put
// into a table with the others, since each that is read takes memory for itself. So are
// files with text that is not UTF-8, which DuckDB does not read, and featc does.
func (r *Reader) check(ctx context.Context, files *duck.Engine, src, part *ir.Source, several bool) error {
	paths, err := data.CheckEvents(ctx, part)
	if err != nil {
		return err
	}
	r.Files = append(r.Files, paths...)
	found, err := files.CheckSource(ctx, part)
	if !errors.Is(err, duck.ErrNotUTF8) {
		r.Rejected = append(r.Rejected, found...)
		if err != nil || !several {
			return err
		}
		query, err := duck.DuckDB.Events(part, sql.Options{Path: (*ir.Connector).File, Checked: true})
		if err != nil {
			return err
		}
		table, err := r.table(ctx, src)
		if err != nil {
			return err
		}
		return r.db.Exec(ctx, "INSERT INTO "+duck.DuckDB.Ident(table)+" "+sqlast.PrintQuery(duck.DuckDB, query))
	}
	events, report, err := data.ReadEvents(ctx, part)
	if err != nil {
		return err
	}
	for _, x := range report.Rejected {
		r.Rejected = append(r.Rejected, duck.Rejected{Place: src.Name + "." + x.Column, Cause: x.Cause.String(), Count: int64(x.Count)})
	}
	table, err := r.table(ctx, src)
	if err != nil {
		return err
	}
	return r.db.Insert(table, src.Columns, events.Rows)
}

// table is the table of a source, which is made when it is asked for first.
func (r *Reader) table(ctx context.Context, src *ir.Source) (string, error) {
	if name, ok := r.tables[src]; ok {
		return name, nil
	}
	name := fmt.Sprintf("events_%d", len(r.tables)+1)
	if err := r.db.CreateTable(ctx, name, src.Columns); err != nil {
		return "", err
	}
	r.tables[src] = name
	return name, nil
}

// options say where the events are; their files have been checked.
func (r *Reader) options() sql.Options {
	return sql.Options{Path: (*ir.Connector).File, Tables: r.tables, Checked: true}
}

// Close gives up what the reader holds.
func (r *Reader) Close() error {
	if r.db != nil {
		r.db.Close()
	}
	if r.temp == "" {
		return nil
	}
	return os.RemoveAll(r.temp)
}
