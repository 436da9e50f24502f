package data

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"strconv"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/featc-lang/featc/compiler/cell"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/text"
	"github.com/featc-lang/featc/runtime/value"
)

// arrayDecoder turns the cells of Arrow arrays into values of a column. Text is
// decoded as it is in CSV, everything else by its own type.
type arrayDecoder struct {
	column *ir.Column
	read   func(a arrow.Array, i int) (value.Value, Cause, error)
}

func (d arrayDecoder) at(a arrow.Array, i int) (value.Value, Cause, error) {
	if a.IsNull(i) {
		if !d.column.Type.Nullable {
			return value.Null, Kept, errNull
		}
		return value.Null, Kept, nil
	}
	v, cause, err := d.read(a, i)
	if err == nil && cause != Kept && !d.column.Type.Nullable {
		return value.Null, cause, fmt.Errorf("is %s, and the column is not nullable", cause)
	}
	return v, cause, err
}

// newArrayDecoder fails where arrays of a type cannot be such a column. Where exact,
// empty text is not null, as it is in files of others.
func newArrayDecoder(t arrow.DataType, col *ir.Column, exact bool) (arrayDecoder, error) {
	d := arrayDecoder{column: col}
	if dict, ok := t.(*arrow.DictionaryType); ok {
		inner, err := newArrayDecoder(dict.ValueType, col, exact)
		d.read = func(a arrow.Array, i int) (value.Value, Cause, error) {
			da := a.(*array.Dictionary)
			return inner.at(da.Dictionary(), da.GetValueIndex(i))
		}
		return d, err
	}
	isBinary := t.ID() == arrow.BINARY || t.ID() == arrow.LARGE_BINARY
	if read := textOf(t); read != nil && (!isBinary || col.Type.Kind == value.Bytes) {
		as := cell.Column(col)
		as.Nullable = as.Nullable && !exact
		d.read = func(a arrow.Array, i int) (value.Value, Cause, error) { return text.Decode(read(a, i), as) }
		return d, nil
	}
	switch col.Type.Kind {
	case value.List, value.Map, value.Vector:
		read, err := nestedDecoder(t, col.Type)
		d.read = read
		return d, err
	case value.Bool:
		if t.ID() == arrow.BOOL {
			d.read = func(a arrow.Array, i int) (value.Value, Cause, error) {
				return value.OfBool(a.(*array.Boolean).Value(i)), Kept, nil
			}
		}
	case value.Float64:
		d.read = readFloat(t)
	case value.Date:
		if t.ID() == arrow.DATE32 {
			d.read = func(a arrow.Array, i int) (value.Value, Cause, error) {
				return value.OfDate(int64(a.(*array.Date32).Value(i))), Kept, nil
			}
		}
	case value.Int64, value.Decimal:
		d.read = viaText(t, col)
	case value.Duration:
		if t.ID() == arrow.DURATION {
			d.read = readDuration(t.(*arrow.DurationType))
		} else {
			d.read = viaText(t, col)
		}
	case value.Timestamp:
		switch {
		case col.Epoch != "":
			d.read = viaText(t, col)
		case t.ID() == arrow.TIMESTAMP:
			d.read = readTimestamp(t.(*arrow.TimestampType), col)
		}
	}
	if d.read == nil {
		return d, fmt.Errorf("the file has %s, which cannot be read as %s", t, col.Type.NotNull())
	}
	return d, nil
}

// textOf returns how to read text from arrays of a type, nil for other types.
func textOf(t arrow.DataType) func(arrow.Array, int) string {
	switch t.ID() {
	case arrow.STRING:
		return func(a arrow.Array, i int) string { return a.(*array.String).Value(i) }
	case arrow.LARGE_STRING:
		return func(a arrow.Array, i int) string { return a.(*array.LargeString).Value(i) }
	case arrow.BINARY:
		return func(a arrow.Array, i int) string { return string(a.(*array.Binary).Value(i)) }
	case arrow.LARGE_BINARY:
		return func(a arrow.Array, i int) string { return string(a.(*array.LargeBinary).Value(i)) }
	}
	return nil
}

// viaText reads integers and decimals exactly, through their digits.
func viaText(t arrow.DataType, col *ir.Column) func(arrow.Array, int) (value.Value, Cause, error) {
	digits := digitsOf(t)
	if digits == nil {
		return nil
	}
	as := cell.Column(col)
	return func(a arrow.Array, i int) (value.Value, Cause, error) { return text.Decode(digits(a, i), as) }
}

func digitsOf(t arrow.DataType) func(arrow.Array, int) string {
	switch t := t.(type) {
	case *arrow.Int8Type, *arrow.Int16Type, *arrow.Int32Type, *arrow.Int64Type,
		*arrow.Uint8Type, *arrow.Uint16Type, *arrow.Uint32Type, *arrow.Uint64Type:
		return func(a arrow.Array, i int) string { return a.ValueStr(i) }
	case *arrow.Decimal128Type:
		return func(a arrow.Array, i int) string {
			return decimalText(a.(*array.Decimal128).Value(i).BigInt(), int(t.Scale))
		}
	case *arrow.Decimal256Type:
		if t.Precision > types.MaxPrecision {
			return nil // other readers make a float of it
		}
		return func(a arrow.Array, i int) string {
			return decimalText(a.(*array.Decimal256).Value(i).BigInt(), int(t.Scale))
		}
	}
	return nil
}

func readFloat(t arrow.DataType) func(arrow.Array, int) (value.Value, Cause, error) {
	switch t.ID() {
	case arrow.FLOAT64:
		return func(a arrow.Array, i int) (value.Value, Cause, error) {
			v, cause := text.Float(a.(*array.Float64).Value(i))
			return v, cause, nil
		}
	case arrow.FLOAT32:
		return func(a arrow.Array, i int) (value.Value, Cause, error) {
			v, cause := text.Float(float64(a.(*array.Float32).Value(i)))
			return v, cause, nil
		}
	}
	digits := digitsOf(t)
	if digits == nil {
		return nil
	}
	return func(a arrow.Array, i int) (value.Value, Cause, error) {
		f, err := strconv.ParseFloat(digits(a, i), 64)
		v, cause := text.Float(f)
		return v, cause, err
	}
}

// errFiner is about what DuckDB rounds up when it reads the file, where the
// contract floors.
var errFiner = errors.New("is before 1970 and finer than a microsecond: write the file with timestamps in microseconds")

// finer reports whether a column is of the only type that can be errFiner.
func finer(t arrow.DataType) bool {
	s, ok := t.(*arrow.TimestampType)
	return ok && s.Unit == arrow.Nanosecond && s.TimeZone != ""
}

var errTimeRange = errors.New("is outside of the years 1 to 9999")

// readTimestamp floors to microseconds. Timestamps without a zone are taken as
// the column's.
func readTimestamp(t *arrow.TimestampType, col *ir.Column) func(arrow.Array, int) (value.Value, Cause, error) {
	zone := cell.Zone(col)
	return func(a arrow.Array, i int) (value.Value, Cause, error) {
		n := int64(a.(*array.Timestamp).Value(i))
		if n < 0 && n%1000 != 0 && finer(t) {
			return value.Null, Kept, errFiner
		}
		us, ok := toMicros(n, t.Unit)
		if !ok || us < value.MinTime || us > value.MaxTime {
			return value.Null, Kept, errTimeRange
		}
		if t.TimeZone == "" {
			if zone == nil {
				return value.Null, Kept, errors.New("has no time zone; declare one: timestamp(zone: \"UTC\")")
			}
			us = zone.Instant(us)
		}
		return value.OfTimestamp(us), Kept, nil
	}
}

func readDuration(t *arrow.DurationType) func(arrow.Array, int) (value.Value, Cause, error) {
	return func(a arrow.Array, i int) (value.Value, Cause, error) {
		us, ok := toMicros(int64(a.(*array.Duration).Value(i)), t.Unit)
		if !ok {
			return value.Null, Kept, errors.New("does not fit into microseconds")
		}
		return value.OfDuration(us), Kept, nil
	}
}

// toMicros converts a count of a unit, floored.
func toMicros(n int64, unit arrow.TimeUnit) (int64, bool) {
	switch unit {
	case arrow.Nanosecond:
		us := n / 1000
		if n%1000 < 0 {
			us--
		}
		return us, true
	case arrow.Microsecond:
		return n, true
	}
	factor := int64(1000)
	if unit == arrow.Second {
		factor = 1_000_000
	}
	return n * factor, math.MinInt64/factor <= n && n <= math.MaxInt64/factor
}

// decimalText writes unscaled / 10^scale.
func decimalText(unscaled *big.Int, scale int) string {
	sign, digits := "", unscaled.String()
	if digits[0] == '-' {
		sign, digits = "-", digits[1:]
	}
	if scale <= 0 {
		if digits == "0" {
			return digits
		}
		for range -scale {
			digits += "0"
		}
		return sign + digits
	}
	for len(digits) <= scale {
		digits = "0" + digits
	}
	point := len(digits) - scale
	return sign + digits[:point] + "." + digits[point:]
}
