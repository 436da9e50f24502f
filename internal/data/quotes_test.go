package data

import (
	"context"
	"encoding/csv"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"
)

func quotesOf(text string) error {
	return checkQuotes(context.Background(), "f.csv", iotest.OneByteReader(strings.NewReader(text)))
}

func TestCheckQuotes(t *testing.T) {
	const inside, behind = "a quote inside a cell", "something follows the closing quote"
	for _, tt := range []struct{ text, want string }{
		{"", ""},
		{"a,b\n1,2\n", ""},
		{"\"a\",b\r\n\"1\",\"\"\r\n", ""},
		{"\ufeff\"a\",b\n", ""},
		{"a\n\"x \"\"y\"\" z\"", ""},
		{"a\n\"\"\"\"\n", ""},
		{"a\n\"two\nlines, \"\"and\"\" a comma\"\n1\n", ""},
		{"a\nx\"y\n", "f.csv: line 2: " + inside},
		{"a\nx\"\"y\n", "f.csv: line 2: " + inside},
		{"a,b\n1, \"x\"\n", "f.csv: line 2: " + inside},
		{"a,b\n\"two\nlines\",\"x\"y\n", "f.csv: line 3: " + behind},
		{"a,b\n\"x\" ,1\n", "f.csv: line 2: " + behind},
		{strings.Repeat("x", 1<<18) + "\"", "f.csv: line 1: " + inside},
	} {
		err := quotesOf(tt.text)
		if (err == nil) != (tt.want == "") || err != nil && !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("%.40q: error %v, want %q", tt.text, err, tt.want)
		}
	}
}

// What is refused is what the reader of rows refuses; a quote that stays open is
// left to that reader.
func TestCheckQuotesAgainstTheReader(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{`"`, `"`, ",", "\n", "\r\n", "x", " "})).Draw(t, "text"), "")
		if strings.Count(text, `"`)%2 == 1 {
			t.Skip("a quote stays open")
		}
		r := csv.NewReader(strings.NewReader(text))
		r.FieldsPerRecord = -1
		_, want := r.ReadAll()
		got := quotesOf(text)
		if (got == nil) != (want == nil) {
			t.Fatalf("%q: %v, the reader says %v", text, got, want)
		}
	})
}
