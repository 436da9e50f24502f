package journal

import (
	"log/slog"
	"testing"

	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/value"
)

// Events are let go of by when they were accepted, the newest never; where none is
// old enough, that is no error.
func TestTrim(t *testing.T) {
	db, err := Open(t.TempDir(), "p", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	src := registry.NewSource("s", []registry.Column{{Name: "i", Kind: value.Int64}}, nil)
	for at := range int64(5) {
		if err := db.Append([]Event{{Accepted: at, Source: src, Row: []value.Value{value.OfInt64(at)}}}, nil); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		before   uint64
		accepted int64
		first    uint64
	}{{5, 0, 1}, {5, 2, 3}, {5, 2, 3}, {4, 100, 4}, {5, 100, 5}, {5, 100, 5}} {
		if err := db.Trim(tt.before, tt.accepted); err != nil {
			t.Errorf("%+v: %v", tt, err)
		}
		if first, last := db.Span(); first != tt.first || last != 5 {
			t.Errorf("%+v: the log has events %d to %d", tt, first, last)
		}
	}
}
