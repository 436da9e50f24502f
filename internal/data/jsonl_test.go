package data

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/runtime/value"
)

func TestReadJSONLines(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "a.jsonl", "{\"id\": \"a\\u0031\\n\", \"amount\": 1.50, \"at\": \"1970-01-01T00:00:01Z\", \"amount\": 9, \"more\": [1, {}]}\r\n\r\n \t\n"+
		"{\"id\":\"\",\"km\":1e400,\"amount\":\"2\",\"\\u0061t\":\"1970-01-01T00:00:02Z\"}")
	put(t, dir, "b.jsonl", "{\"id\":7,\"km\":\"nan\",\"at\":\"1970-01-01T00:00:03Z\",\"amount\":null}\n{\"id\":\"x\xff\",\"at\":\"1970-01-01T00:00:04Z\"}\n")
	src := payments(dir, "*.jsonl")
	src.Columns[0].Type = types.String.Null()
	got, report, err := ReadEvents(context.Background(), src)
	if err != nil {
		t.Fatal(err)
	}
	want := [][]value.Value{
		{value.OfString("a1\n"), value.OfDecimal(0, 150), value.Null, value.OfTimestamp(1_000_000)},
		{value.Null, value.OfDecimal(0, 200), value.Null, value.OfTimestamp(2_000_000)},
		{value.OfString("7"), value.Null, value.Null, value.OfTimestamp(3_000_000)},
		{value.Null, value.Null, value.Null, value.OfTimestamp(4_000_000)},
	}
	if d := cmp.Diff(want, got.Rows); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]Rejected{{"id", NotUTF8, 1}, {"km", NotFinite, 2}}, report.Rejected); d != "" {
		t.Error(d)
	}
}

// Bytes are base64; empty text is what it is of strings.
func TestReadBytesOfJSONLines(t *testing.T) {
	src := func(dir string) *ir.Source {
		return &ir.Source{
			Name:    "raws",
			Columns: []*ir.Column{{Name: "raw", Type: types.Bytes}, {Name: "more", Type: types.Bytes.Null()}},
			Batch:   &ir.Connector{Kind: "jsonl", Path: "x.jsonl", Dir: dir},
		}
	}
	dir := t.TempDir()
	put(t, dir, "x.jsonl", `{"raw": "AP8=", "more": "YWJj"}`+"\n"+`{"raw": "", "more": ""}`+"\n"+`{"raw": "+\/\u002bv", "more": null}`+"\n"+`{"raw": 1234}`+"\n")
	got, _, err := ReadEvents(context.Background(), src(dir))
	if err != nil {
		t.Fatal(err)
	}
	want := [][]value.Value{
		{value.OfBytes([]byte{0, 0xff}), value.OfBytes([]byte("abc"))},
		{value.OfBytes(nil), value.Null},
		{value.OfBytes([]byte{0xfb, 0xff, 0xaf}), value.Null},
		{value.OfBytes([]byte{0xd7, 0x6d, 0xf8}), value.Null},
	}
	if d := cmp.Diff(want, got.Rows); d != "" {
		t.Error(d)
	}
	for text, want := range map[string]string{
		`{"raw":"AP8="}` + "\n\n" + `{"raw":"AP8"}`: `x.jsonl: row 2 (line 3), column raw: "AP8" is not bytes in base64 with padding, such as YQ==`,
		`{"raw":"","more":"AP9="}`:                  `x.jsonl: row 1 (line 1), column more: "AP9=" is not bytes in base64 with padding, such as YQ==`,
		`{"raw":"AP8=\r\n"}`:                        `x.jsonl: row 1 (line 1), column raw: "AP8=\r\n" is not bytes in base64 with padding, such as YQ==`,
		`{"raw":["AP8="]}`:                          "x.jsonl: row 1 (line 1), column raw: is an array or an object, which is no value of a column",
		`{"more":"AP8="}`:                           "x.jsonl: row 1 (line 1), column raw: is null, but the column is not nullable",
	} {
		put(t, dir, "x.jsonl", text)
		_, _, err := ReadEvents(context.Background(), src(dir))
		if got := strings.ReplaceAll(errText(err), dir+string(filepath.Separator), ""); got != want {
			t.Errorf("%q: error %s, want %s", text, got, want)
		}
	}
}

func TestReadJSONLinesErrors(t *testing.T) {
	const good = `{"id":"a","at":"1970-01-01T00:00:00Z"}` + "\n"
	for text, want := range map[string]string{
		good + "\n{\"id\":\"b\",}\n":          "x.jsonl: line 3 is not a JSON object",
		"[1]\n":                               "x.jsonl: line 1 is not a JSON object",
		good + good[:10] + "\n":               "x.jsonl: line 2 is not a JSON object",
		"\ufeff" + good:                       "x.jsonl: line 1 is not a JSON object",
		good + "\n" + `{"id":"b"}`:            "x.jsonl: row 2 (line 3), column at: is null, but the column is not nullable",
		`{"id":null,"at":1}`:                  "x.jsonl: row 1 (line 1), column id: is null, but the column is not nullable",
		`{"id":["b"],"at":1}`:                 "x.jsonl: row 1 (line 1), column id: is an array or an object, which is no value of a column",
		`{"id":"b","amount":0.125,"at":1}`:    "x.jsonl: row 1 (line 1), column amount: \"0.125\" is not a decimal(12, 2)",
		`{"id":"b","at":""}`:                  "x.jsonl: row 1 (line 1), column at: is empty, but the column is not nullable",
		`{"id":"\ud800","at":1}`:              "x.jsonl: line 1 is not a JSON object",
		"{\"id\":\"b\x00\",\"at\":1}":         "x.jsonl: line 1 is not a JSON object",
		strings.Repeat(" ", 9) + "{" + "}x\n": "x.jsonl: line 1 is not a JSON object",
		"{\"id\":\"a\",\n\"at\":1}\n":         "x.jsonl: line 1 is not a JSON object",
		`{"id":"b","at":1,"amount":{"x":[]}}`: "x.jsonl: row 1 (line 1), column amount: is an array or an object, which is no value of a column",
	} {
		dir := t.TempDir()
		put(t, dir, "x.jsonl", text)
		_, _, err := ReadEvents(context.Background(), payments(dir, "x.jsonl"))
		if got := strings.ReplaceAll(errText(err), dir+string(filepath.Separator), ""); got != want {
			t.Errorf("%q: error %s, want %s", text, got, want)
		}
	}
}

func errText(err error) string {
	if err == nil {
		return "none"
	}
	return err.Error()
}

// The fields of labels pass through in the order in which they first stand in the
// file; what the program does not know is kept as text.
func TestLabelsOfJSONLines(t *testing.T) {
	dir := t.TempDir()
	path := put(t, dir, "labels.jsonl", `{"note": 1.50, "at": "1970-01-01T00:00:00Z", "user_id": 7}`+"\n"+
		`{"user_id": null, "at": "1970-01-01T00:00:01Z", "tags": ["a", {"b": 1}], "note": "x"}`+"\n")
	set := labelled()
	set.Request = nil
	labels, err := ReadLabels(context.Background(), set, path)
	if err != nil {
		t.Fatal(err)
	}
	want := []engine.Label{{At: 0, Keys: []value.Value{value.OfInt64(7)}, Request: []value.Value{}}, {At: 1_000_000, Keys: []value.Value{value.Null}, Request: []value.Value{}}}
	if d := cmp.Diff(want, labels.Rows); d != "" {
		t.Error(d)
	}
	out := filepath.Join(dir, "out.jsonl")
	if err := WriteTable(out, labels.Columns); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	const written = `{"note": "1.50", "at": "1970-01-01T00:00:00Z", "user_id": 7, "tags": null}` + "\n" +
		`{"note": "x", "at": "1970-01-01T00:00:01Z", "user_id": null, "tags": "[\"a\", {\"b\": 1}]"}` + "\n"
	if d := cmp.Diff(written, string(got)); d != "" {
		t.Error(d)
	}
}
