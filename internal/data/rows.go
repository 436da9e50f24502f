package data

import (
	"bufio"
	"encoding/csv"
	"io"

	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/columns"
)

// RowWriter writes rows as a CSV file or as JSON lines, batch by batch, as
// WriteTable does.
type RowWriter struct {
	of    []types.Type
	out   rowFormat
	Nulls []int64 // written so far, by column
}

// rowFormat writes one row after the other.
type rowFormat interface {
	row(b *columns.Batch, i int, of []types.Type) error
	flush() error
}

// NewRowWriter returns a writer of columns with the names and types as a kind of
// file, "csv" or "jsonl".
func NewRowWriter(w io.Writer, kind string, names []string, of []types.Type) (*RowWriter, error) {
	r := &RowWriter{of: of, Nulls: make([]int64, len(of))}
	if kind == "jsonl" {
		r.out = newJSONRows(w, names)
		return r, nil
	}
	rows := &csvRows{out: csv.NewWriter(w), record: make([]string, len(of))}
	r.out = rows
	return r, rows.out.Write(names)
}

// Write writes the rows of a batch, which has the writer's columns.
func (r *RowWriter) Write(b *columns.Batch) error {
	for i := range b.Columns {
		for _, valid := range b.Columns[i].Valid {
			if !valid {
				r.Nulls[i]++
			}
		}
	}
	for i := range b.Rows {
		if err := r.out.row(b, i, r.of); err != nil {
			return err
		}
	}
	return nil
}

// Close writes what is buffered; it does not close the file.
func (r *RowWriter) Close() error { return r.out.flush() }

type csvRows struct {
	out    *csv.Writer
	record []string
}

func (c *csvRows) row(b *columns.Batch, i int, of []types.Type) error {
	for j, t := range of {
		c.record[j] = Text(b.Columns[j].Value(i), t)
	}
	return c.out.Write(c.record)
}

func (c *csvRows) flush() error {
	c.out.Flush()
	return c.out.Error()
}

// jsonRows writes an object per row; see writeJSONL.
type jsonRows struct {
	out  *bufio.Writer
	keys []string // with what comes before their values
}

func newJSONRows(w io.Writer, names []string) *jsonRows {
	r := &jsonRows{out: bufio.NewWriterSize(w, 1<<16)}
	before := "{"
	for _, n := range names {
		r.keys = append(r.keys, before+jsonString(n)+": ")
		before = ", "
	}
	return r
}

func (r *jsonRows) row(b *columns.Batch, i int, of []types.Type) error {
	for j, t := range of {
		r.text(j, jsonValue(b.Columns[j].Value(i), t))
	}
	return r.end()
}

func (r *jsonRows) text(column int, value string) {
	// The writer keeps its first error, which end returns.
	_, _ = r.out.WriteString(r.keys[column])
	_, _ = r.out.WriteString(value)
}

func (r *jsonRows) end() error {
	_, err := r.out.WriteString("}\n")
	return err
}

func (r *jsonRows) flush() error { return r.out.Flush() }
