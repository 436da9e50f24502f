package data

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/featc-lang/featc/compiler/cell"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/runtime/jsontext"
	"github.com/featc-lang/featc/runtime/text"
	"github.com/featc-lang/featc/runtime/value"
)

// longestLine is the longest object that DuckDB reads, in bytes.
const longestLine = 16 << 20

// jsonlFile is a file of JSON objects, one in a line; blank lines are skipped.
// What columns it has shows only when it is read: a field that an object has not
// is null, and one that no column asks for is left out.
type jsonlFile struct {
	path   string
	closer io.Closer
	reader *bufio.Reader
}

func openJSONL(path string) (*jsonlFile, error) {
	f, err := openText(path)
	if err != nil {
		return nil, err
	}
	return &jsonlFile{path: path, closer: f, reader: bufio.NewReaderSize(f, 1<<18)}, nil
}

// names reads the whole file, and begins it again: the keys of its objects, in the
// order in which they first stand there.
func (j *jsonlFile) names(ctx context.Context) (names []string, err error) {
	seen := map[string]bool{}
	err = j.objects(ctx, func(_, _ int, object jsontext.Value) error {
		for k := range object.Fields {
			if name := k.Text(); !seen[name] {
				seen[name] = true
				names = append(names, name)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	again, err := openJSONL(j.path)
	if err != nil {
		return nil, err
	}
	old := j.closer
	*j = *again
	return names, old.Close()
}

func (j *jsonlFile) find(columns []*ir.Column) ([]field, error) {
	out := make([]field, len(columns))
	for i, c := range columns {
		out[i] = field{index: i, column: c}
	}
	return out, nil
}

func (j *jsonlFile) close() error { return j.closer.Close() }

// check passes: only its lines tell.
func (j *jsonlFile) check([]field) error { return nil }

func (j *jsonlFile) scan(ctx context.Context, fields []field, tally tally, emit func([]value.Value)) error {
	columns := make([]text.Column, len(fields))
	for i, f := range fields {
		columns[i] = cell.Column(f.column)
	}
	models := modelsOf(fields)
	return j.objects(ctx, func(row, line int, object jsontext.Value) error {
		out := make([]value.Value, len(fields))
		for i, f := range fields {
			in := object.Field(f.column.Name)
			if f.passes && in.IsNested() {
				out[i] = value.OfString(string(in))
				continue
			}
			v, cause, err := decodeJSON(in, columns[i])
			if err != nil {
				return cellError(j.path, row, line, f.column.Name, err)
			}
			out[i] = v
			tally.add(f.column.Name, cause)
		}
		if i, err := checkModels(models, out); err != nil {
			return cellError(j.path, row, line, fields[i].column.Name, err)
		}
		emit(out)
		return nil
	})
}

// objects calls use for every object, with its number and its line, from 1.
func (j *jsonlFile) objects(ctx context.Context, use func(row, line int, object jsontext.Value) error) error {
	row := 0
	for line := 1; ; line++ {
		if line%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		written, err := j.reader.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("%s: line %d: %w", j.path, line, err)
		}
		if trimmed := bytes.Trim(written, " \t\r\n"); len(trimmed) > 0 {
			row++
			switch {
			case len(trimmed) > longestLine:
				return fmt.Errorf("%s: line %d has more than %d bytes", j.path, line, longestLine)
			case trimmed[0] != '{' || !jsontext.Valid(string(trimmed)):
				return notObject(j.path, line)
			}
			if err := use(row, line, jsontext.Document(string(trimmed))); err != nil {
				return err
			}
		}
		if err != nil {
			return nil
		}
	}
}

// decodeJSON reads the value of a field, "" where there is none, as a value of a
// column: by its text, as in CSV, but that bytes are base64.
func decodeJSON(v jsontext.Value, col text.Column) (value.Value, Cause, error) {
	return text.DecodeJSON(v, &col)
}
