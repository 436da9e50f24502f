package text

import (
	"encoding/base64"
	"math/big"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/featc-lang/featc/runtime/jsontext"
	"github.com/featc-lang/featc/runtime/value"
)

// Lists, maps and vectors are JSON: arrays and objects. What is in them is read
// as a cell is, by its text, but that an empty string is one.

var vectorElement = Column{Kind: value.Float64}

// decodeNested reads an array or an object. An element that becomes null for a
// cause is null, and where elements may not be, the whole is, for that cause.
func decodeNested(v jsontext.Value, col *Column) (value.Value, Cause, bool) {
	switch {
	case col.Kind == value.Map && v != "" && v[0] == '{':
		return decodeMap(v, col)
	case col.Kind == value.Map || !v.IsArray():
		return value.Null, Kept, false
	}
	elem := col.Elem
	if col.Kind == value.Vector {
		elem = &vectorElement
	}
	var elements []value.Value
	lost := Kept
	for x := range v.Elements {
		e, cause, ok := decodeElement(x, elem)
		if !ok {
			return value.Null, Kept, false
		}
		if cause != Kept && !elem.Nullable {
			lost = cause
		}
		elements = append(elements, e)
	}
	switch {
	case col.Kind == value.Vector && len(elements) != col.Length:
		return value.Null, Kept, false
	case lost != Kept:
		return value.Null, lost, true
	case col.Kind == value.List:
		return value.OfList(elements...), Kept, true
	}
	floats := make([]float64, len(elements))
	for i, e := range elements {
		floats[i] = e.Float64()
	}
	return value.OfVector(floats), Kept, true
}

func decodeMap(v jsontext.Value, col *Column) (value.Value, Cause, bool) {
	var pairs []value.Pair
	lost := Kept
	for k, x := range v.Fields {
		key, cause, ok := decodeElement(k, col.Key)
		if !ok || cause != Kept {
			return value.Null, Kept, false
		}
		e, cause, ok := decodeElement(x, col.Elem)
		if !ok {
			return value.Null, Kept, false
		}
		if cause != Kept && !col.Elem.Nullable {
			lost = cause
		}
		pairs = append(pairs, value.Pair{Key: key, Value: e})
	}
	if lost != Kept {
		return value.Null, lost, true
	}
	return value.OfMap(pairs...), Kept, true
}

func decodeElement(v jsontext.Value, col *Column) (value.Value, Cause, bool) {
	switch {
	case v.IsNull():
		return value.Null, Kept, col.Nullable
	case col.Kind.IsNested():
		return decodeNested(v, col)
	case !v.IsScalar():
		return value.Null, Kept, false
	}
	text := v.Text()
	if text == "" && col.Kind != value.String {
		return value.Null, Kept, false
	}
	return decode(text, col)
}

// DecodeJSON reads the value of a field, "" where there is none, as a value of a
// column: a scalar by its text, as Decode does, but that the text of bytes is base64.
func DecodeJSON(v jsontext.Value, col *Column) (out value.Value, cause Cause, err error) {
	switch {
	case col.Kind.IsNested() && v != "" && !v.IsNull():
		return Decode(string(v), *col)
	case col.Kind == value.Bytes && v.IsScalar():
		return decodeBase64(v.Text(), col)
	case v.IsScalar():
		return Decode(v.Text(), *col)
	case v.IsNested():
		return value.Null, Kept, ErrNested
	case !col.Nullable:
		return value.Null, Kept, ErrNull
	}
	return value.Null, Kept, nil
}

// Append appends the text of a value such that Decode reads it back to the same
// bits: floats in the fewest digits, timestamps in RFC 3339 with Z, durations in
// microseconds, lists, maps and vectors as JSON. Null is nothing. Of the column
// only the scale counts, also of what is in it.
func Append(b []byte, v value.Value, col *Column) []byte {
	switch v.Kind {
	case value.Bool:
		return strconv.AppendBool(b, v.Bool())
	case value.Int64, value.Duration:
		return strconv.AppendInt(b, v.I, 10)
	case value.Float64:
		return strconv.AppendFloat(b, v.Float64(), 'g', -1, 64)
	case value.Decimal:
		return appendDecimal(b, v, col.Scale)
	case value.String, value.Bytes:
		return append(b, v.S...)
	case value.Timestamp:
		return time.UnixMicro(v.I).UTC().AppendFormat(b, "2006-01-02T15:04:05.999999Z")
	case value.Date:
		return time.Unix(v.I*86400, 0).UTC().AppendFormat(b, time.DateOnly)
	case value.List, value.Map, value.Vector:
		return AppendJSON(b, v, col)
	}
	return b
}

// AppendJSON appends a value as JSON such that DecodeJSON reads it back to the same
// bits: numbers and bools as such, bytes as base64, other values as strings of their
// text, and null.
func AppendJSON(b []byte, v value.Value, col *Column) []byte {
	switch v.Kind {
	case value.Invalid:
		return append(b, "null"...)
	case value.Bool, value.Int64, value.Duration, value.Float64, value.Decimal:
		return Append(b, v, col)
	case value.Bytes:
		b = append(b, '"')
		b = base64.StdEncoding.AppendEncode(b, []byte(v.S))
		return append(b, '"')
	case value.List:
		b = append(b, '[')
		for e := range v.Elements {
			b = AppendJSON(b, e, col.Elem)
			b = append(b, ", "...)
		}
		return close(b, ']')
	case value.Map:
		b = append(b, '{')
		for k, e := range v.Pairs {
			b = appendString(b, string(Append(nil, k, col.Key)))
			b = AppendJSON(append(b, ": "...), e, col.Elem)
			b = append(b, ", "...)
		}
		return close(b, '}')
	case value.Vector:
		b = append(b, '[')
		for _, f := range v.Floats() {
			b = strconv.AppendFloat(b, f, 'g', -1, 64)
			b = append(b, ", "...)
		}
		return close(b, ']')
	}
	return appendString(b, string(Append(nil, v, col)))
}

// close ends a container, behind the comma of its last element.
func close(b []byte, end byte) []byte {
	if n := len(b); b[n-1] == ' ' {
		b = b[:n-2]
	}
	return append(b, end)
}

const hexDigits = "0123456789abcdef"

// appendString appends a string as JSON. What is not UTF-8 becomes U+FFFD.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r == '\n':
			b = append(b, `\n`...)
		case r == '\t':
			b = append(b, `\t`...)
		case r == '\r':
			b = append(b, `\r`...)
		case r < ' ':
			b = append(b, '\\', 'u', '0', '0', hexDigits[r>>4], hexDigits[r&15])
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"')
}

func appendDecimal(b []byte, v value.Value, scale int) []byte {
	hi, lo := v.Decimal()
	n := new(big.Int).Lsh(big.NewInt(hi), 64)
	n.Add(n, new(big.Int).SetUint64(lo))
	if n.Sign() < 0 {
		b = append(b, '-')
		n.Neg(n)
	}
	digits := n.String()
	for len(digits) <= scale {
		digits = "0" + digits
	}
	b = append(b, digits[:len(digits)-scale]...)
	if scale > 0 {
		b = append(append(b, '.'), digits[len(digits)-scale:]...)
	}
	return b
}
