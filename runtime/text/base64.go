package text

import (
	"encoding/base64"
	"strings"

	"github.com/featc-lang/featc/runtime/value"
)

// strict refuses bits behind the last byte that are not zero, so that no two texts
// are the same bytes.
var strict = base64.StdEncoding.Strict()

// decodeBase64 reads bytes as JSON has them, which can hold text alone: as RFC 4648
// has it in section 4, with padding and in one line. Empty text is what Decode says.
func decodeBase64(text string, col *Column) (value.Value, Cause, error) {
	if text == "" {
		return Decode(text, *col)
	}
	b, err := strict.DecodeString(text)
	if err != nil || strings.ContainsAny(text, "\r\n") { // which package base64 passes over
		return value.Null, Kept, &Error{Text: text, Expected: "bytes in base64 with padding, such as YQ=="}
	}
	return value.OfBytes(b), Kept, nil
}
