package feast

import (
	"encoding/base64"
	"fmt"
	"iter"
	"math"
	"strconv"
	"time"

	"github.com/featc-lang/featc/runtime/exact"
	"github.com/featc-lang/featc/runtime/registry"
	typespb "github.com/featc-lang/featc/runtime/serving/feast/pb/feast/types"
	"github.com/featc-lang/featc/runtime/serving/jsonio"
	"github.com/featc-lang/featc/runtime/value"
)

// appendMessage writes a value of a request as JSON, so that it is decoded by the
// rules that hold over HTTP.
func appendMessage(b []byte, v *typespb.Value) ([]byte, error) {
	switch x := v.GetVal().(type) {
	case nil, *typespb.Value_NullVal:
		return append(b, "null"...), nil
	case *typespb.Value_BytesVal:
		return jsonio.AppendString(b, base64.StdEncoding.EncodeToString(x.BytesVal)), nil
	case *typespb.Value_StringVal:
		return jsonio.AppendString(b, x.StringVal), nil
	case *typespb.Value_DecimalVal:
		return jsonio.AppendString(b, x.DecimalVal), nil
	case *typespb.Value_Int32Val:
		return strconv.AppendInt(b, int64(x.Int32Val), 10), nil
	case *typespb.Value_Int64Val:
		return strconv.AppendInt(b, x.Int64Val, 10), nil
	case *typespb.Value_DoubleVal:
		return appendDouble(b, x.DoubleVal), nil
	case *typespb.Value_FloatVal:
		return appendDouble(b, float64(x.FloatVal)), nil
	case *typespb.Value_BoolVal:
		return strconv.AppendBool(b, x.BoolVal), nil
	case *typespb.Value_UnixTimestampVal:
		return time.Unix(x.UnixTimestampVal, 0).UTC().AppendFormat(b, `"`+time.RFC3339+`"`), nil
	case *typespb.Value_StringListVal:
		return appendMessages(b, x.StringListVal.GetVal(), jsonio.AppendString), nil
	case *typespb.Value_DecimalListVal:
		return appendMessages(b, x.DecimalListVal.GetVal(), jsonio.AppendString), nil
	case *typespb.Value_Int64ListVal:
		return appendMessages(b, x.Int64ListVal.GetVal(), func(b []byte, i int64) []byte { return strconv.AppendInt(b, i, 10) }), nil
	case *typespb.Value_Int32ListVal:
		return appendMessages(b, x.Int32ListVal.GetVal(), func(b []byte, i int32) []byte { return strconv.AppendInt(b, int64(i), 10) }), nil
	case *typespb.Value_DoubleListVal:
		return appendMessages(b, x.DoubleListVal.GetVal(), appendDouble), nil
	case *typespb.Value_FloatListVal:
		return appendMessages(b, x.FloatListVal.GetVal(), func(b []byte, f float32) []byte { return appendDouble(b, float64(f)) }), nil
	case *typespb.Value_BoolListVal:
		return appendMessages(b, x.BoolListVal.GetVal(), strconv.AppendBool), nil
	}
	return nil, fmt.Errorf("%T is no type of a key or of request data", v.GetVal())
}

func appendMessages[T any](b []byte, in []T, one func([]byte, T) []byte) []byte {
	b = append(b, '[')
	for i, v := range in {
		if i > 0 {
			b = append(b, ',')
		}
		b = one(b, v)
	}
	return append(b, ']')
}

// appendDouble writes a float; one that is not finite as a string, as which it is
// read the way a cell is.
func appendDouble(b []byte, f float64) []byte {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return jsonio.AppendString(b, strconv.FormatFloat(f, 'g', -1, 64))
	}
	return strconv.AppendFloat(b, f, 'g', -1, 64)
}

// messageOf is a value of a column as Feast has it: timestamps and dates in whole
// seconds, decimals with all their digits, durations in microseconds. Null is a
// value without a val.
func messageOf(v value.Value, c *registry.Column) *typespb.Value {
	switch v.Kind {
	case value.Invalid:
		return &typespb.Value{}
	case value.Bool:
		return &typespb.Value{Val: &typespb.Value_BoolVal{BoolVal: v.Bool()}}
	case value.Float64:
		return &typespb.Value{Val: &typespb.Value_DoubleVal{DoubleVal: v.Float64()}}
	case value.Decimal:
		return &typespb.Value{Val: &typespb.Value_DecimalVal{DecimalVal: decimalText(v, c)}}
	case value.String:
		return &typespb.Value{Val: &typespb.Value_StringVal{StringVal: v.S}}
	case value.Bytes:
		return &typespb.Value{Val: &typespb.Value_BytesVal{BytesVal: []byte(v.S)}}
	case value.Timestamp, value.Date:
		return &typespb.Value{Val: &typespb.Value_UnixTimestampVal{UnixTimestampVal: seconds1970(v)}}
	case value.Vector:
		return &typespb.Value{Val: &typespb.Value_DoubleListVal{DoubleListVal: &typespb.DoubleList{Val: v.Floats()}}}
	case value.List:
		return listOf(v.Elements, c.Elem)
	case value.Map:
		m := map[string]*typespb.Value{}
		for k, e := range v.Pairs {
			m[keyText(k, c.Key)] = messageOf(e, c.Elem)
		}
		return &typespb.Value{Val: &typespb.Value_MapVal{MapVal: &typespb.Map{Val: m}}}
	}
	return &typespb.Value{Val: &typespb.Value_Int64Val{Int64Val: v.I}}
}

func decimalText(v value.Value, c *registry.Column) string {
	hi, lo := v.Decimal()
	return exact.Int128{Hi: hi, Lo: lo}.Text(c.Scale)
}

// seconds1970 floors to seconds.
func seconds1970(v value.Value) int64 {
	if v.Kind == value.Date {
		return v.I * 86400
	}
	return time.UnixMicro(v.I).Unix()
}

// keyText is a key of a map: a string, or the text of another value.
func keyText(k value.Value, c *registry.Column) string {
	if k.Kind == value.String {
		return k.S
	}
	text := jsonio.Append(nil, k, c)
	if len(text) > 1 && text[0] == '"' {
		text = text[1 : len(text)-1] // dates and timestamps have nothing to be escaped
	}
	return string(text)
}

// listOf is a list of the elements' own type where Feast has one and none is null,
// else a list of values.
func listOf(elements iter.Seq[value.Value], c *registry.Column) *typespb.Value {
	var all []value.Value
	plain := true
	for e := range elements {
		all, plain = append(all, e), plain && !e.IsNull()
	}
	if plain {
		switch c.Kind {
		case value.Bool:
			return &typespb.Value{Val: &typespb.Value_BoolListVal{BoolListVal: &typespb.BoolList{Val: each(all, value.Value.Bool)}}}
		case value.Int64, value.Duration:
			return &typespb.Value{Val: &typespb.Value_Int64ListVal{Int64ListVal: &typespb.Int64List{Val: each(all, func(v value.Value) int64 { return v.I })}}}
		case value.Float64:
			return &typespb.Value{Val: &typespb.Value_DoubleListVal{DoubleListVal: &typespb.DoubleList{Val: each(all, value.Value.Float64)}}}
		case value.String:
			return &typespb.Value{Val: &typespb.Value_StringListVal{StringListVal: &typespb.StringList{Val: each(all, func(v value.Value) string { return v.S })}}}
		case value.Decimal:
			return &typespb.Value{Val: &typespb.Value_DecimalListVal{DecimalListVal: &typespb.StringList{Val: each(all, func(v value.Value) string { return decimalText(v, c) })}}}
		case value.Timestamp, value.Date:
			return &typespb.Value{Val: &typespb.Value_UnixTimestampListVal{UnixTimestampListVal: &typespb.Int64List{Val: each(all, seconds1970)}}}
		}
	}
	return &typespb.Value{Val: &typespb.Value_ListVal{ListVal: &typespb.RepeatedValue{Val: each(all, func(v value.Value) *typespb.Value { return messageOf(v, c) })}}}
}

// appendDate appends the date that begins at a time, in seconds since 1970: Feast has
// no type for dates.
func appendDate(b []byte, seconds int64) ([]byte, error) {
	at := time.Unix(seconds, 0).UTC()
	if seconds%86400 != 0 {
		return nil, fmt.Errorf("%s is no date: it is not midnight, UTC", at.Format(time.RFC3339))
	}
	return at.AppendFormat(b, `"`+time.DateOnly+`"`), nil
}

func each[T any](in []value.Value, f func(value.Value) T) []T {
	out := make([]T, len(in))
	for i, v := range in {
		out[i] = f(v)
	}
	return out
}
