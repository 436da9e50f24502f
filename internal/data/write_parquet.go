package data

import (
	"fmt"
	"io"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"github.com/featc-lang/featc/compiler/cell"
	"github.com/featc-lang/featc/runtime/serving/arrowio"
)

const rowGroup = 1 << 17

func writeParquet(w io.Writer, columns []*Column) error {
	fields := make([]arrow.Field, len(columns))
	cells := make([]arrow.Column, len(columns))
	rows := int64(0)
	for i, c := range columns {
		chunked := c.Arrow
		if chunked == nil {
			chunked = toArrow(c)
		}
		fields[i] = arrow.Field{Name: c.Name, Type: chunked.DataType(), Nullable: c.Arrow != nil || c.Type.Nullable}
		cells[i] = *arrow.NewColumn(fields[i], chunked)
		rows = int64(chunked.Len())
	}
	table := array.NewTable(arrow.NewSchema(fields, nil), cells, rows)
	defer table.Release()
	properties := parquet.NewWriterProperties(parquet.WithCompression(compress.Codecs.Zstd))
	// WriteTable closes what it writes to where that can be closed; the file is
	// not finished yet.
	err := pqarrow.WriteTable(table, struct{ io.Writer }{w}, rowGroup, properties, pqarrow.DefaultWriterProps())
	if err != nil {
		return fmt.Errorf("writing Parquet: %w", err)
	}
	return nil
}

func toArrow(c *Column) *arrow.Chunked {
	t := arrowio.Type(cell.Of(c.Type))
	b := array.NewBuilder(memory.DefaultAllocator, t)
	defer b.Release()
	b.Reserve(len(c.Values))
	for _, v := range c.Values {
		arrowio.Append(b, v)
	}
	a := b.NewArray()
	defer a.Release()
	return arrow.NewChunked(t, []arrow.Array{a})
}
