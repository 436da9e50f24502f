package fn

import (
	"strings"
	"unicode/utf8"

	"github.com/featc-lang/featc/runtime"
)

// NotText is a string that is not UTF-8. In a field that cannot be null it
// stands for text that could not be decoded; operators read it as null.
const NotText = "\xff"

// ValidText returns s, null where it is not UTF-8.
func ValidText(s string) Text { return checked(s, utf8.ValidString(s)) }

// ValidTextOrNull returns s, null where it is not UTF-8.
func ValidTextOrNull(s Text) Text {
	if !utf8.ValidString(s.V) {
		return Text{}
	}
	return s
}

// Length returns the number of code points.
func Length(a Text) Int { return checked(int64(utf8.RuneCountInString(a.V)), a.Valid) }

// Size returns the number of bytes.
func Size(a Text) Int { return checked(int64(len(a.V)), a.Valid) }

// Concat returns the operands one after the other.
func Concat(operands ...Text) Text {
	var b strings.Builder
	for _, x := range operands {
		if !x.Valid {
			return Text{}
		}
		b.WriteString(x.V)
	}
	return runtime.Some(b.String())
}

// StartsWith returns whether a begins with b.
func StartsWith(a, b Text) Bool { return checked(strings.HasPrefix(a.V, b.V), a.Valid && b.Valid) }

// EndsWith returns whether a ends with b.
func EndsWith(a, b Text) Bool { return checked(strings.HasSuffix(a.V, b.V), a.Valid && b.Valid) }

// Contains returns whether b occurs in a.
func Contains(a, b Text) Bool { return checked(strings.Contains(a.V, b.V), a.Valid && b.Valid) }
