// Package cell reads values from text: the cells of test blocks and the string
// literals that stand for times. The rules are those of docs/semantics.md,
// Decoding.
package cell

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/runtime/value"
)

// Decode reads text as a value of a column. Floats that are not finite are
// null. Empty text is null in a nullable column and "" in other strings and
// bytes. The error says what the text is not, without naming the column:
// `"abc" is not an int64`.
func Decode(text string, col *ir.Column) (value.Value, error) {
	isText := col.Type.Kind == value.String || col.Type.Kind == value.Bytes
	switch {
	case text == "" && col.Type.Nullable:
		return value.Null, nil
	case text == "" && !isText:
		return value.Null, errors.New("an empty value, and it is not nullable")
	}
	v, ok := parse(text, col)
	switch {
	case !ok:
		return value.Null, notA(text, col)
	case v.IsNull() && !col.Type.Nullable:
		return value.Null, fmt.Errorf("%q is not finite, and it is not nullable", text)
	}
	return v, nil
}

func parse(text string, col *ir.Column) (value.Value, bool) {
	switch col.Type.Kind {
	case value.Bool:
		switch strings.ToLower(text) {
		case "true", "t", "1":
			return value.OfBool(true), true
		case "false", "f", "0":
			return value.OfBool(false), true
		}
		return value.Null, false
	case value.Int64:
		return parseInt(text)
	case value.Float64:
		return parseFloat(text)
	case value.Decimal:
		return parseDecimal(text, int(col.Type.Precision), int(col.Type.Scale))
	case value.String:
		return value.OfString(text), utf8.ValidString(text)
	case value.Bytes:
		return value.OfBytes([]byte(text)), true
	case value.Timestamp:
		return parseTimestamp(text, col)
	case value.Date:
		day, ok := parseDay(text)
		return value.OfDate(day.Unix() / 86400), ok
	}
	return value.Null, false
}

func notA(text string, col *ir.Column) error {
	name := col.Type.NotNull().String()
	switch {
	case col.Type.Kind == value.Timestamp && col.Epoch != "":
		name = "timestamp in " + col.Epoch + " since 1970"
	case col.Type.Kind == value.Timestamp && col.Zone == "":
		name = "timestamp with an offset, such as 2025-01-31T10:00:00Z"
	case col.Type.Kind == value.Timestamp:
		name = "timestamp, such as 2025-01-31T10:00:00"
	}
	article := "a"
	if strings.ContainsRune("aeiou", rune(name[0])) {
		article = "an"
	}
	return fmt.Errorf("%q is not %s %s", text, article, name)
}
