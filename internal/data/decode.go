package data

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

// Cause says why a value that was written became null.
type Cause uint8

// The causes; Kept is the absence of one.
const (
	Kept Cause = iota
	NotFinite
	NotUTF8
	causes
)

func (c Cause) String() string {
	return [...]string{"", "not finite", "not UTF-8"}[c]
}

var errNull = errors.New("is null, but the column is not nullable")

// Decode reads the text of one cell as a value of a column. An empty cell is
// null where the column is nullable and "" where it is a string; elsewhere it
// does not parse. Blanks are not trimmed. The error says what the text is not:
// `"abc" is not a decimal(12, 2)`.
func Decode(text string, col *ir.Column) (value.Value, Cause, error) {
	if text == "" {
		switch {
		case col.Type.Nullable:
			return value.Null, Kept, nil
		case col.Type.Kind == value.String:
			return value.OfString(""), Kept, nil
		case col.Type.Kind == value.Bytes:
			return value.OfBytes(nil), Kept, nil
		}
		return value.Null, Kept, errors.New("is empty, but the column is not nullable")
	}
	v, cause, ok := decodeText(text, col)
	switch {
	case !ok:
		return value.Null, Kept, notA(text, col)
	case cause != Kept && !col.Type.Nullable:
		return value.Null, cause, fmt.Errorf("%s is %s, and the column is not nullable", quote(text), cause)
	}
	return v, cause, nil
}

func decodeText(text string, col *ir.Column) (v value.Value, cause Cause, ok bool) {
	switch col.Type.Kind {
	case value.Bool:
		b, ok := parseBool(text)
		return value.OfBool(b), Kept, ok
	case value.Int64:
		i, ok := parseInt(text)
		return value.OfInt64(i), Kept, ok
	case value.Float64:
		f, ok := parseFloat(text)
		if !ok {
			return value.Null, Kept, false
		}
		v, cause := ofFloat(f)
		return v, cause, true
	case value.Decimal:
		hi, lo, ok := parseDecimal(text, int(col.Type.Precision), int(col.Type.Scale))
		return value.OfDecimal(hi, lo), Kept, ok
	case value.String:
		if !utf8.ValidString(text) {
			return value.Null, NotUTF8, true
		}
		return value.OfString(text), Kept, true
	case value.Bytes:
		return value.OfBytes([]byte(text)), Kept, true
	case value.Timestamp:
		us, ok := parseTimestamp(text, col)
		return value.OfTimestamp(us), Kept, ok
	case value.Date:
		days, ok := parseDate(text)
		return value.OfDate(days), Kept, ok
	case value.Duration:
		us, ok := parseInt(text)
		return value.OfDuration(us), Kept, ok
	}
	return value.Null, Kept, false
}

// notA says that a text is not of a column's type, and how it should look
// where that is not obvious.
func notA(text string, col *ir.Column) error {
	name := col.Type.NotNull().String()
	switch {
	case col.Type.Kind == value.Timestamp && col.Epoch != "":
		name = fmt.Sprintf("timestamp in %s since 1970", epochUnits[col.Epoch].plural)
	case col.Type.Kind == value.Timestamp && col.Zone == "":
		name = "timestamp with an offset, such as 2025-01-31T10:00:00Z"
	case col.Type.Kind == value.Timestamp:
		name = "timestamp, such as 2025-01-31 10:00:00"
	case col.Type.Kind == value.Duration:
		name = "duration in microseconds"
	}
	return fmt.Errorf("%s is not %s %s", quote(text), article(name), name)
}

func article(noun string) string {
	if strings.ContainsRune("aeiou", rune(noun[0])) {
		return "an"
	}
	return "a"
}

// quote shows a cell in a message, cut where it is long.
func quote(text string) string {
	const most = 60
	if utf8.RuneCountInString(text) > most {
		text = string([]rune(text)[:most]) + "…"
	}
	return fmt.Sprintf("%q", text)
}

// nullable is a copy of a column that takes nulls.
func nullable(col *ir.Column) *ir.Column {
	c := *col
	c.Type = c.Type.Null()
	return &c
}

// extra is a column that the program does not know: its text passes through.
func extra(name string) *ir.Column {
	return &ir.Column{Name: name, Type: types.String.Null()}
}
