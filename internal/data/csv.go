package data

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"

	"github.com/featc-lang/featc/compiler/cell"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/runtime/text"
	"github.com/featc-lang/featc/runtime/value"
)

// csvFile is a CSV file as RFC 4180 has it: commas, double quotes, a header
// row, LF or CRLF; a byte order mark is skipped.
type csvFile struct {
	path   string
	closer io.Closer
	reader *csv.Reader
	header []string
}

func openCSV(path string) (*csvFile, error) {
	f, err := openText(path)
	if err != nil {
		return nil, err
	}
	return newCSV(path, f)
}

// newCSV takes over r and closes it where it fails.
func newCSV(path string, r io.ReadCloser) (*csvFile, error) {
	buffered := bufio.NewReaderSize(r, 1<<18)
	if mark, _ := buffered.Peek(3); string(mark) == "\ufeff" {
		_, _ = buffered.Discard(3) // cannot fail: just peeked
	}
	c := &csvFile{path: path, closer: r, reader: csv.NewReader(&lineBreaks{from: buffered})}
	c.reader.ReuseRecord = true
	header, err := c.reader.Read()
	if errors.Is(err, io.EOF) {
		err = fmt.Errorf("%s: the file is empty; its first line must name the columns", path)
	} else if err != nil {
		err = fmt.Errorf("%s: %w", path, err)
	}
	if err != nil {
		return nil, errors.Join(err, r.Close())
	}
	c.header = append([]string(nil), header...)
	seen := map[string]bool{}
	for _, name := range c.header {
		if seen[name] {
			return nil, errors.Join(fmt.Errorf("%s: the header names column %s twice", path, name), r.Close())
		}
		seen[name] = true
	}
	return c, nil
}

func (c *csvFile) names(context.Context) ([]string, error) { return c.header, nil }
func (c *csvFile) close() error                            { return c.closer.Close() }

func (c *csvFile) find(columns []*ir.Column) ([]field, error) { return find(c.path, c.header, columns) }

// check passes: CSV is text, and only its cells tell.
func (c *csvFile) check([]field) error { return nil }

func (c *csvFile) scan(ctx context.Context, fields []field, tally tally, emit func([]value.Value)) error {
	columns := make([]text.Column, len(fields))
	for i, f := range fields {
		columns[i] = cell.Column(f.column)
	}
	models := modelsOf(fields)
	for row := 1; ; row++ {
		if row%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		record, err := c.reader.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if errors.Is(err, csv.ErrFieldCount) {
			line, _ := c.reader.FieldPos(0)
			return fmt.Errorf("%s: row %d (line %d) has %d cells, the header has %d", c.path, row, line, len(record), len(c.header))
		}
		if err != nil {
			return fmt.Errorf("%s: row %d: %w", c.path, row, err)
		}
		out := make([]value.Value, len(fields))
		for i, f := range fields {
			v, cause, err := text.Decode(record[f.index], columns[i])
			if err != nil {
				line, _ := c.reader.FieldPos(f.index)
				return cellError(c.path, row, line, f.column.Name, err)
			}
			out[i] = v
			tally.add(f.column.Name, cause)
		}
		if i, err := checkModels(models, out); err != nil {
			line, _ := c.reader.FieldPos(fields[i].index)
			return cellError(c.path, row, line, fields[i].column.Name, err)
		}
		emit(out)
	}
}
