package data

import (
	"encoding/csv"
	"io"

	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/columns"
)

// RowWriter writes rows as a CSV file, batch by batch, as WriteTable does.
type RowWriter struct {
	out    *csv.Writer
	of     []types.Type
	record []string
	Nulls  []int64 // written so far, by column
}

// NewRowWriter returns a writer of columns with the names and types; it writes
// their header.
func NewRowWriter(w io.Writer, names []string, of []types.Type) (*RowWriter, error) {
	r := &RowWriter{out: csv.NewWriter(w), of: of, record: make([]string, len(of)), Nulls: make([]int64, len(of))}
	return r, r.out.Write(names)
}

// Write writes the rows of a batch, which has the writer's columns.
func (r *RowWriter) Write(b *columns.Batch) error {
	for row := range b.Rows {
		for i, t := range r.of {
			v := b.Columns[i].Value(row)
			if v.IsNull() {
				r.Nulls[i]++
			}
			r.record[i] = Text(v, t)
		}
		if err := r.out.Write(r.record); err != nil {
			return err
		}
	}
	return nil
}

// Close writes what is buffered; it does not close the file.
func (r *RowWriter) Close() error {
	r.out.Flush()
	return r.out.Error()
}
