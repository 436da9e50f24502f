package data

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

// WriteTable writes columns of equal length to a file, as CSV, JSON lines or
// Parquet by the name's ending, atomically: other programs see the whole file or the one that
// was there before.
func WriteTable(path string, columns []*Column) error {
	var write func(io.Writer, []*Column) error
	switch Kind(path) {
	case "csv":
		write = writeCSV
	case "jsonl":
		write = writeJSONL
	case "parquet":
		write = writeParquet
	default:
		return errOutput(path)
	}
	return WriteFile(path, func(w io.Writer) error { return write(w, columns) })
}

// CheckOutput finds, before any work is done, what would keep WriteTable from
// writing to a path.
func CheckOutput(path string) error {
	if k := Kind(path); k != "csv" && k != "jsonl" && k != "parquet" || strings.HasSuffix(path, ".gz") {
		return errOutput(path)
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return fmt.Errorf("cannot write %s: it is a folder", path)
	}
	dir := filepath.Dir(path)
	switch info, err := os.Stat(dir); {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("cannot write %s: there is no folder %s", path, dir)
	case err != nil:
		return fmt.Errorf("cannot write %s: %w", path, err)
	case !info.IsDir():
		return fmt.Errorf("cannot write %s: %s is not a folder", path, dir)
	}
	return nil
}

func errOutput(path string) error {
	return fmt.Errorf("%s: the name must end in .csv, .jsonl or .parquet", path)
}

func writeCSV(w io.Writer, columns []*Column) error {
	out := csv.NewWriter(w)
	record := make([]string, len(columns))
	cells := make([]func(row int) string, len(columns))
	rows := 0
	for i, c := range columns {
		record[i] = c.Name
		if c.Arrow != nil {
			text := arrowText(c.Arrow, csvText)
			cells[i] = func(row int) string {
				s, _ := text(row)
				return s
			}
			rows = c.Arrow.Len()
			continue
		}
		cells[i] = func(row int) string { return Text(c.Values[row], c.Type) }
		rows = len(c.Values)
	}
	if err := out.Write(record); err != nil {
		return err
	}
	for row := range rows {
		for i, cell := range cells {
			record[i] = cell(row)
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// csvText is a cell of an array as Arrow writes it, but that bytes are themselves;
// Arrow, as JSON, has them in base64.
func csvText(a arrow.Array, i int) string {
	if d, ok := a.(*array.Dictionary); ok {
		a, i = d.Dictionary(), d.GetValueIndex(i)
	}
	if b, ok := a.(interface{ Value(int) []byte }); ok {
		return string(b.Value(i))
	}
	return a.ValueStr(i)
}

// arrowText returns a reader of the cells of a chunked array as text, false for
// null; rows must be asked for in order.
func arrowText(chunked *arrow.Chunked, text func(a arrow.Array, i int) string) func(row int) (string, bool) {
	chunk, start := 0, 0
	return func(row int) (string, bool) {
		for row-start >= chunked.Chunk(chunk).Len() {
			start += chunked.Chunk(chunk).Len()
			chunk++
		}
		a := chunked.Chunk(chunk)
		if a.IsNull(row - start) {
			return "", false
		}
		return text(a, row-start), true
	}
}
