// Package jsonio reads values of columns from JSON and writes values as JSON, for
// all that a server takes in and gives out. What is read follows the decoding
// rules of docs/semantics.md, as files do: numbers keep their digits.
package jsonio

import (
	"encoding/base64"
	"errors"
	"iter"
	"math"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/featc-lang/featc/runtime/exact"
	"github.com/featc-lang/featc/runtime/jsontext"
	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/text"
	"github.com/featc-lang/featc/runtime/value"
)

// ErrNull is reported for a null, or nothing, in a column that is not nullable.
var ErrNull = errors.New("is null, but must not be")

var errNested = errors.New("is an array or an object, which is no value of the column")

// Decode reads a value of a column, "" being none. What becomes null in a nullable
// column has a cause. The error says what the text is not, without the column.
func Decode(v jsontext.Value, c *registry.Column) (value.Value, text.Cause, error) {
	switch {
	case v.IsScalar() && c.Kind == value.Bytes:
		col := c.Text()
		return text.DecodeJSON(v, &col)
	case c.Kind.IsNested() && v != "" && !v.IsNull(): // text that is JSON is no list
		return text.Decode(string(v), c.Text())
	case v.IsScalar():
		return text.Decode(v.Text(), c.Text())
	case v.IsNested():
		return value.Null, text.Kept, errNested
	case !c.Nullable:
		return value.Null, text.Kept, ErrNull
	}
	return value.Null, text.Kept, nil
}

// Append appends a value of a column as JSON: numbers and bools as such, with all
// their digits, bytes as base64, dates and timestamps as RFC 3339 has them,
// durations in microseconds.
func Append(b []byte, v value.Value, c *registry.Column) []byte {
	switch v.Kind {
	case value.Invalid:
		return append(b, "null"...)
	case value.Bool:
		return strconv.AppendBool(b, v.Bool())
	case value.Float64:
		return appendFloat(b, v.Float64())
	case value.Decimal:
		hi, lo := v.Decimal()
		return append(b, exact.Int128{Hi: hi, Lo: lo}.Text(c.Scale)...)
	case value.String:
		return AppendString(b, v.S)
	case value.Bytes:
		b = append(b, '"')
		b = base64.StdEncoding.AppendEncode(b, []byte(v.S))
		return append(b, '"')
	case value.Timestamp:
		b = append(b, '"')
		b = AppendTime(b, v.I)
		return append(b, '"')
	case value.Date:
		b = append(b, '"')
		b = time.Unix(v.I*86400, 0).UTC().AppendFormat(b, time.DateOnly)
		return append(b, '"')
	case value.List:
		return appendList(b, v.Elements, c.Elem)
	case value.Map:
		return appendMap(b, v, c)
	case value.Vector:
		return appendList(b, func(yield func(value.Value) bool) {
			for _, f := range v.Floats() {
				if !yield(value.OfFloat64(f)) {
					return
				}
			}
		}, nil)
	}
	return strconv.AppendInt(b, v.I, 10)
}

func appendList(b []byte, elements iter.Seq[value.Value], c *registry.Column) []byte {
	b = append(b, '[')
	first := true
	for e := range elements {
		if !first {
			b = append(b, ',')
		}
		first = false
		b = Append(b, e, c)
	}
	return append(b, ']')
}

// appendMap writes an object. Its keys are strings: of other values, their text.
func appendMap(b []byte, v value.Value, c *registry.Column) []byte {
	b = append(b, '{')
	first := true
	for k, e := range v.Pairs {
		if !first {
			b = append(b, ',')
		}
		first = false
		if key := Append(nil, k, c.Key); len(key) > 0 && key[0] == '"' {
			b = append(b, key...)
		} else {
			b = AppendString(b, string(key))
		}
		b = append(b, ':')
		b = Append(b, e, c.Elem)
	}
	return append(b, '}')
}

// appendFloat writes the shortest text that reads back to the same bits.
func appendFloat(b []byte, f float64) []byte {
	if a := math.Abs(f); a != 0 && (a < 1e-6 || a >= 1e21) {
		return strconv.AppendFloat(b, f, 'e', -1, 64)
	}
	if f == math.Trunc(f) && math.Abs(f) < 1e15 { // 3.0, so that clients infer a float
		return append(strconv.AppendFloat(b, f, 'f', -1, 64), ".0"...)
	}
	return strconv.AppendFloat(b, f, 'f', -1, 64)
}

// AppendTime writes microseconds since 1970 as RFC 3339 in UTC, with no, three or six
// digits of a fraction.
func AppendTime(b []byte, us int64) []byte {
	t := time.UnixMicro(us).UTC()
	switch {
	case us%1_000_000 == 0:
		return t.AppendFormat(b, "2006-01-02T15:04:05Z")
	case us%1_000 == 0:
		return t.AppendFormat(b, "2006-01-02T15:04:05.000Z")
	}
	return t.AppendFormat(b, "2006-01-02T15:04:05.000000Z")
}

const hexDigits = "0123456789abcdef"

// AppendString writes a JSON string.
func AppendString(b []byte, s string) []byte {
	b = append(b, '"')
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && n == 1 {
				b = append(append(b, s[from:i]...), `\ufffd`...)
				from = i + 1
			}
			i += n
			continue
		}
		if c < ' ' || c == '"' || c == '\\' {
			b = append(b, s[from:i]...)
			if c < ' ' {
				b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
			} else {
				b = append(b, '\\', c)
			}
			from = i + 1
		}
		i++
	}
	return append(append(b, s[from:]...), '"')
}
