// Package arrowio puts values into Arrow arrays, as featc writes them to Parquet
// files: training sets and logs of served vectors are of the same types.
package arrowio

import (
	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"

	"github.com/featc-lang/featc/runtime/text"
	"github.com/featc-lang/featc/runtime/value"
)

// Type is how the values of a column are stored: timestamps in microseconds of UTC,
// durations as integers of microseconds.
func Type(c *text.Column) arrow.DataType {
	switch c.Kind {
	case value.Bool:
		return arrow.FixedWidthTypes.Boolean
	case value.Float64:
		return arrow.PrimitiveTypes.Float64
	case value.Decimal:
		return &arrow.Decimal128Type{Precision: int32(c.Precision), Scale: int32(c.Scale)}
	case value.String:
		return arrow.BinaryTypes.String
	case value.Bytes:
		return arrow.BinaryTypes.Binary
	case value.Timestamp:
		return &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}
	case value.Date:
		return arrow.FixedWidthTypes.Date32
	case value.List:
		return arrow.ListOfField(arrow.Field{Name: "element", Type: Type(c.Elem), Nullable: c.Elem.Nullable})
	case value.Vector: // Parquet has no lists of a fixed size
		return arrow.ListOfField(arrow.Field{Name: "element", Type: arrow.PrimitiveTypes.Float64})
	case value.Map:
		m := arrow.MapOf(Type(c.Key), Type(c.Elem))
		m.SetItemNullable(c.Elem.Nullable)
		return m
	default:
		return arrow.PrimitiveTypes.Int64
	}
}

// Append appends a value to the builder of arrays of its column's Type.
func Append(builder array.Builder, v value.Value) {
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
			Append(b.KeyBuilder(), k)
			Append(b.ItemBuilder(), e)
		}
	case *array.ListBuilder:
		b.Append(true)
		if v.Kind == value.Vector {
			b.ValueBuilder().(*array.Float64Builder).AppendValues(v.Floats(), nil)
			return
		}
		for e := range v.Elements {
			Append(b.ValueBuilder(), e)
		}
	}
}
