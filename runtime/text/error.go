package text

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/featc-lang/featc/runtime/value"
)

// What is wrong with a field of JSON, beside its text.
var (
	ErrNull   = errors.New("is null, but the column is not nullable")
	ErrNested = errors.New("is an array or an object, which is no value of a column")
)

// Error says why a text is not a value of a column. It names neither the column
// nor the place of the text.
type Error struct {
	Text     string
	Expected string // with an article: "an int64"; "" where the text is null and must not be
	Cause    Cause  // where Expected is "": why it is null; Kept: Text is empty
}

// Error words it: `"abc" is not a decimal(12, 2)`. Long texts are cut.
func (e *Error) Error() string {
	switch {
	case e.Expected != "":
		return fmt.Sprintf("%s is not %s", quote(e.Text), e.Expected)
	case e.Cause != Kept:
		return fmt.Sprintf("%s is %s, and the column is not nullable", quote(e.Text), e.Cause)
	}
	return "is empty, but the column is not nullable"
}

// expected is what a column's text is to be, and how that looks where it is not
// obvious.
func expected(col *Column) string {
	noun := nounOf(col)
	switch {
	case col.Kind == value.Timestamp && col.Epoch != 0:
		noun = fmt.Sprintf("timestamp in %s since 1970", col.Epoch)
	case col.Kind == value.Timestamp && col.Zone == nil:
		noun = "timestamp with an offset, such as 2025-01-31T10:00:00Z"
	case col.Kind == value.Timestamp:
		noun = "timestamp, such as 2025-01-31 10:00:00"
	case col.Kind == value.Duration:
		noun = "duration in microseconds"
	}
	if strings.ContainsRune("aeiou", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}

// nounOf is a type as it is written in a program.
func nounOf(col *Column) string {
	of := func(c *Column) string {
		if c.Nullable {
			return nounOf(c) + "?"
		}
		return nounOf(c)
	}
	switch col.Kind {
	case value.Decimal:
		return fmt.Sprintf("decimal(%d, %d)", col.Precision, col.Scale)
	case value.List:
		return fmt.Sprintf("list(%s)", of(col.Elem))
	case value.Map:
		return fmt.Sprintf("map(%s, %s)", of(col.Key), of(col.Elem))
	case value.Vector:
		return fmt.Sprintf("vector(%d)", col.Length)
	}
	return col.Kind.String()
}

// quote shows a text in a message, cut where it is long.
func quote(text string) string {
	const most = 60
	if utf8.RuneCountInString(text) > most {
		text = string([]rune(text)[:most]) + "…"
	}
	return fmt.Sprintf("%q", text)
}
