package data

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/lang/diag"
	"github.com/featc-lang/featc/runtime/value"
)

// Files returns the files that a connector's path or glob names, sorted. The
// error says where the connector is written.
func Files(c *ir.Connector) ([]string, error) {
	path := c.File()
	if !strings.ContainsAny(c.Path, "*?[") {
		if err := exists(path); err != nil {
			return nil, fmt.Errorf("%s: %w", c.Span, err)
		}
		return []string{path}, nil
	}
	files, err := filepath.Glob(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %q is not a pattern of file names: %w", c.Span, c.Path, err)
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s: no file matches %s", c.Span, path)
	}
	sort.Strings(files)
	return files, nil
}

func exists(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no file %s", path)
	case err != nil:
		return err
	case info.IsDir():
		return fmt.Errorf("%s is a folder, not a file", path)
	}
	return nil
}

// field is a column to decode: where it stands in the file, and as what.
type field struct {
	index  int
	column *ir.Column
	passes bool // a column that the program does not know
}

// file is an open file with a table in it.
type file interface {
	// names returns the names of the columns, in order.
	names(ctx context.Context) ([]string, error)
	// find looks columns up by name. It fails where one cannot be there.
	find(columns []*ir.Column) ([]field, error)
	// check reports whether the columns can be what the fields say, going by their
	// types alone.
	check(fields []field) error
	// scan calls emit for each row with a value per field; the slice is emit's
	// to keep. It counts in tally what became null.
	scan(ctx context.Context, fields []field, tally tally, emit func(row []value.Value)) error
	close() error
}

// open opens a file as a kind of connector: "csv", "jsonl" or "parquet".
func open(path, kind string) (file, error) {
	if err := exists(path); err != nil {
		return nil, err
	}
	switch kind {
	case "csv":
		return openCSV(path)
	case "jsonl":
		return openJSONL(path)
	case "parquet":
		return openParquet(path)
	}
	return nil, fmt.Errorf("%s: featc reads csv, jsonl and parquet files, not %q", path, kind)
}

// CheckTypes reports whether the columns of a file can be those declared, going by
// their names and types: which types of a Parquet file can be read as which is
// decided here for every engine. Cells are looked at only where other readers
// lose what is in them.
func CheckTypes(ctx context.Context, path, kind string, columns []*ir.Column) (err error) {
	f, err := open(path, kind)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.close()) }()
	fields, err := f.find(columns)
	if err != nil {
		return err
	}
	if err := f.check(fields); err != nil {
		return err
	}
	p, ok := f.(*parquetFile)
	switch {
	case kind == "jsonl":
		return checkLines(ctx, path)
	case !ok:
		return nil
	}
	fields = slices.DeleteFunc(fields, func(f field) bool { return !finer(p.schema.Field(f.index).Type) })
	if len(fields) == 0 {
		return nil
	}
	return p.scan(ctx, fields, tally{}, func([]value.Value) {})
}

// Kind tells the kind of a file from its name: csv, jsonl, parquet.
func Kind(path string) string {
	path = strings.TrimSuffix(path, ".gz")
	return strings.ToLower(strings.TrimPrefix(filepath.Ext(path), "."))
}

// cellError says which cell is wrong. Row counts from 1, without the header;
// line is 0 where files have none.
func cellError(path string, row, line int, column string, err error) error {
	where := fmt.Sprintf("row %d", row)
	if line > 0 {
		where += fmt.Sprintf(" (line %d)", line)
	}
	return fmt.Errorf("%s: %s, column %s: %w", path, where, column, err)
}

// find looks columns up by name in a file.
func find(path string, names []string, columns []*ir.Column) ([]field, error) {
	at := make(map[string]int, len(names))
	for i, n := range names {
		at[n] = i
	}
	out := make([]field, len(columns))
	for i, c := range columns {
		index, ok := at[c.Name]
		if !ok {
			return nil, fmt.Errorf("%s: there is no column %s%s", path, c.Name, hint(c.Name, names))
		}
		out[i] = field{index: index, column: c}
	}
	return out, nil
}

// hint offers the name that was probably meant, or lists the few there are.
func hint(name string, names []string) string {
	if best := diag.Nearest(name, names); best != "" {
		return fmt.Sprintf(" (did you mean %s?)", best)
	}
	const most = 12
	if len(names) <= most {
		return fmt.Sprintf("; the file has %s", strings.Join(names, ", "))
	}
	return fmt.Sprintf("; the file has %s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}
