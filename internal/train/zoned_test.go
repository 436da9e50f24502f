package train

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/data"
	"github.com/featc-lang/featc/runtime/value"
)

// TestTimesInLists writes a training set with timestamps in a list and a map as Parquet,
// by DuckDB and by operators, and reads it back: they are instants.
func TestTimesInLists(t *testing.T) {
	const program = `package p
entity user (user_id: int64)
source txns {
  user_id: int64
  seen:    list(timestamp?)
  when:    map(timestamp, list(timestamp))?
  at:      timestamp
  time     at
  batch    jsonl("txns.jsonl")
}
view v for user from txns {
  seen = last(seen)
  when = last(when)
}
featureset s for user {
  labels csv("labels.csv")
  include v.*
}
`
	const txns = `{"user_id": 1, "seen": ["2025-01-01T10:00:00+01:00", null], "when": {"2025-01-01T00:00Z": ["1969-12-31T23:59:59.999999Z"]}, "at": "2025-01-01T00:00:00Z"}
{"user_id": 2, "seen": [], "when": null, "at": "2025-01-01T00:00:00Z"}
`
	files := map[string]string{
		"p.feat": program, "txns.jsonl": txns, "txns.csv": "", "txns2.csv": "",
		"labels.csv": "user_id,at\n1,2025-01-02T00:00:00Z\n2,2025-01-02T00:00:00Z\n3,2025-01-02T00:00:00Z\n",
	}
	at := func(text string) value.Value {
		v, _, err := data.Decode(text, &ir.Column{Type: types.Timestamp})
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	want := [][]value.Value{
		{value.OfList(at("2025-01-01T09:00:00Z"), value.Null),
			value.OfMap(value.Pair{Key: at("2025-01-01T00:00:00Z"), Value: value.OfList(at("1969-12-31T23:59:59.999999Z"))})},
		{value.OfList(), value.Null},
		{value.Null, value.Null},
	}
	for _, e := range []Engine{SQL, Stream} {
		r := request(t, e, files)
		r.Output = filepath.Join(t.TempDir(), "out.parquet")
		if _, err := Run(context.Background(), r); err != nil {
			t.Fatalf("%s: %v", e, err)
		}
		written := &ir.Source{
			Batch: &ir.Connector{Kind: "parquet", Path: r.Output},
			Columns: []*ir.Column{
				{Name: "v_seen", Type: types.List(types.Timestamp.Null()).Null()},
				{Name: "v_when", Type: types.Map(types.Timestamp, types.List(types.Timestamp)).Null()},
			},
		}
		got, _, err := data.ReadEvents(context.Background(), written)
		if err != nil {
			t.Fatalf("%s: %v", e, err)
		}
		if d := cmp.Diff(want, got.Rows); d != "" {
			t.Errorf("%s: %s", e, d)
		}
	}
}
