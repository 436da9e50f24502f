package data

import (
	"fmt"
	"io"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
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

// arrowType is how a type is stored: durations as integers of microseconds.
func arrowType(t types.Type) arrow.DataType {
	switch t.Kind {
	case value.Bool:
		return arrow.FixedWidthTypes.Boolean
	case value.Float64:
		return arrow.PrimitiveTypes.Float64
	case value.Decimal:
		return &arrow.Decimal128Type{Precision: int32(t.Precision), Scale: int32(t.Scale)}
	case value.String:
		return arrow.BinaryTypes.String
	case value.Bytes:
		return arrow.BinaryTypes.Binary
	case value.Timestamp:
		return &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}
	case value.Date:
		return arrow.FixedWidthTypes.Date32
	case value.List:
		return arrow.ListOfField(arrow.Field{Name: "element", Type: arrowType(*t.Elem), Nullable: t.Elem.Nullable})
	case value.Vector: // Parquet has no lists of a fixed size
		return arrow.ListOfField(arrow.Field{Name: "element", Type: arrow.PrimitiveTypes.Float64})
	case value.Map:
		m := arrow.MapOf(arrowType(*t.Key), arrowType(*t.Elem))
		m.SetItemNullable(t.Elem.Nullable)
		return m
	default:
		return arrow.PrimitiveTypes.Int64
	}
}

func toArrow(c *Column) *arrow.Chunked {
	t := arrowType(c.Type)
	b := array.NewBuilder(memory.DefaultAllocator, t)
	defer b.Release()
	b.Reserve(len(c.Values))
	for _, v := range c.Values {
		appendValue(b, v)
	}
	a := b.NewArray()
	defer a.Release()
	return arrow.NewChunked(t, []arrow.Array{a})
}

func appendValue(builder array.Builder, v value.Value) {
	if v.IsNull() {
		builder.AppendNull()
		return
	}
	switch b := builder.(type) {
	case *array.BooleanBuilder:
		b.Append(v.Bool())
	case *array.Int64Builder:
		b.Append(v.I)
	case *array.Float64Builder:
		b.Append(v.Float64())
	case *array.Decimal128Builder:
		hi, lo := v.Decimal()
		b.Append(decimal128.New(hi, lo))
	case *array.StringBuilder:
		b.Append(v.S)
	case *array.BinaryBuilder:
		b.Append([]byte(v.S))
	case *array.TimestampBuilder:
		b.Append(arrow.Timestamp(v.I))
	case *array.Date32Builder:
		b.Append(arrow.Date32(v.I))
	case *array.MapBuilder: // is a list builder, too
		b.Append(true)
		for k, e := range v.Pairs {
			appendValue(b.KeyBuilder(), k)
			appendValue(b.ItemBuilder(), e)
		}
	case *array.ListBuilder:
		b.Append(true)
		if v.Kind == value.Vector {
			b.ValueBuilder().(*array.Float64Builder).AppendValues(v.Floats(), nil)
			return
		}
		for e := range v.Elements {
			appendValue(b.ValueBuilder(), e)
		}
	}
}
