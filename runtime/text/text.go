// Package text reads values from text: the cells of CSV files and of test
// blocks, and what a server is sent. The rules stand in docs/semantics.md,
// Decoding, and the generated SQL follows them too: the same bytes give the same
// value everywhere.
//
// Three things can happen to a text:
//
//   - it decodes to a value;
//   - it becomes null, with a Cause, where its column is nullable;
//   - it does not parse, or is null in a column that is not nullable: an *Error.
package text

import (
	"math"
	"strings"
	"unicode/utf8"

	"github.com/featc-lang/featc/runtime/jsontext"
	"github.com/featc-lang/featc/runtime/value"
)

// Column says what the text of a column is read as.
type Column struct {
	Kind      value.Kind
	Precision int // of decimals: significant digits, 1 to 38
	Scale     int // of decimals: digits after the point, 0 to 18, at most Precision
	Nullable  bool
	Zone      Zone    // of timestamps without an offset; nil: there must be one
	Epoch     Unit    // of timestamps that are integers; 0: they are written out
	Length    int     // of vectors
	Elem      *Column // of lists and maps
	Key       *Column // of maps
}

// Unit is what the integers of a timestamp column count since 1970 UTC, in
// microseconds.
type Unit int64

// The units.
const (
	Microseconds Unit = 1
	Milliseconds Unit = 1_000
	Seconds      Unit = 1_000_000
)

func (u Unit) String() string {
	switch u {
	case Microseconds:
		return "microseconds"
	case Milliseconds:
		return "milliseconds"
	case Seconds:
		return "seconds"
	}
	return "no unit"
}

// UnitOf returns the unit with a name of the language: "s", "ms" or "us"; 0 for
// others.
func UnitOf(name string) Unit {
	return map[string]Unit{"s": Seconds, "ms": Milliseconds, "us": Microseconds}[name]
}

// Cause says why a value that was written became null.
type Cause uint8

// The causes; Kept is the absence of one.
const (
	Kept Cause = iota
	NotFinite
	NotUTF8
)

func (c Cause) String() string {
	return [...]string{"", "not finite", "not UTF-8"}[c]
}

// Decode reads text as a value of a column. Blanks are not trimmed. Empty text is
// null where the column is nullable and else the empty string where it is one.
// A value that became null has a cause. The error is an *Error; the value is
// null then.
func Decode(text string, col Column) (value.Value, Cause, error) {
	if text == "" {
		switch {
		case col.Nullable:
			return value.Null, Kept, nil
		case col.Kind == value.String, col.Kind == value.Bytes:
			return value.Value{Kind: col.Kind}, Kept, nil
		}
		return value.Null, Kept, &Error{}
	}
	v, cause, ok := decode(text, &col)
	switch {
	case !ok:
		return value.Null, Kept, &Error{Text: text, Expected: expected(&col)}
	case cause != Kept && !col.Nullable:
		return value.Null, cause, &Error{Text: text, Cause: cause}
	}
	return v, cause, nil
}

func decode(text string, col *Column) (v value.Value, cause Cause, ok bool) {
	switch col.Kind {
	case value.Bool:
		b, ok := parseBool(text)
		return value.OfBool(b), Kept, ok
	case value.Int64:
		i, ok := parseInt(text)
		return value.OfInt64(i), Kept, ok
	case value.Float64:
		f, ok := parseFloat(text)
		v, cause := Float(f)
		return v, cause, ok
	case value.Decimal:
		d, ok := parseDecimal(text, col.Precision, col.Scale)
		return value.OfDecimal(d.Hi, d.Lo), Kept, ok
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
	case value.List, value.Map, value.Vector:
		if !jsontext.Valid(text) {
			return value.Null, Kept, false
		}
		return decodeNested(jsontext.Document(text), col)
	}
	return value.Null, Kept, false
}

// Float returns the value of a float that comes from outside: null where it is
// not finite, and zero has one bit pattern.
func Float(f float64) (value.Value, Cause) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return value.Null, NotFinite
	}
	if f == 0 {
		f = 0
	}
	return value.OfFloat64(f), Kept
}

func parseBool(text string) (b, ok bool) {
	switch {
	case text == "1", is(text, "true"), is(text, "t"):
		return true, true
	case text == "0", is(text, "false"), is(text, "f"):
		return false, true
	}
	return false, false
}

// is reports whether text is an ASCII word in any case. Folding alone would
// take the long s of "falſe" for an s; its length tells them apart.
func is(text, word string) bool {
	return len(text) == len(word) && strings.EqualFold(text, word)
}
