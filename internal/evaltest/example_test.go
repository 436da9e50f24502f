package evaltest

import (
	"strings"
	"testing"
)

func TestExampleErrors(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"no instant", "count()", `expected a feature, then |`},
		{"no value", "count() | 10:00", `" 10:00": expected an instant, → and a value`},
		{"two instants", "count() | 10:00 11:00 12:00 → 1", "expected an instant"},
		{"column", "events 10:00 y=1\ncount() | 10:00 → 1", "no column y"},
		{"feature", "sum(y) | 10:00 → 1", "source events has no `y`"},
		{"value", "count() | 10:00 → x", `"x" is not an int64`},
	}
	for _, tt := range tests {
		_, err := Examples("doc.md", "# A rule\n\n```eval\n"+tt.text+"\n```\n")
		if err == nil || !strings.HasPrefix(err.Error(), "doc.md:4") || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want %s", tt.name, err, tt.want)
		}
	}
}
