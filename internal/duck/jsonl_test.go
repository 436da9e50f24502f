package duck

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	sqlbackend "github.com/featc-lang/featc/backends/sql"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/data"
)

// jsonFiles are files that readers of JSON lines are known to disagree on.
var jsonFiles = []string{
	"", "\n", " \r\n\t\n", "{}", "{}\n{}\n", "{}\r\n\r\n{}", "{}{}\n", "{} {}\n", "{}\n1", "{}\n{", "1", "{", "1\n", " 1", "{}\f\n", "{}\n\v{}", "{\v}", "{}\r{}\n", "{}\v\n", "\ufeff{}\n", "{}\n\ufeff{}\n", "[1]\n", "null\n", "1\n", "\"a\"\n", "{\n}\n", "{}\n]\n", "{}\nx\n", "{},\n{}\n", "[{},\n{}]\n",
	`{"a":1,"a":2}`, `{"\u0061":1,"a":2}`, `{"a":1,}`, `{"a":NaN}`, `{"a":-Infinity}`, `{"a":"NaN"}`, `{"a":1e400}`, `{"a":-0}`, `{"a":-0.0}`, `{"a":01}`, `{"a":1.}`, `{"a":.5}`, `{"a":+1}`, `{"a":0x1}`, `{a:1}`, `{'a':1}`,
	`{"a":null}`, `{"a":"null"}`, `{"a":""}`, `{"a":" "}`, `{"a":true}`, `{"a":"true"}`, `{"a":[]}`, `{"a":{}}`, `{"a":[1]}`, `{"A":1}`, `{"a ":1}`, `{"b":{"a":1}}`, `{"a":{"a":1}}`, `{"b":[{"a":1}],"a":2}`, `{"a":"{}"}`, `{"a":"[1]"}`,
	`{"a":"\ud83d\ude00"}`, `{"a":"\ud83d"}`, `{"a":"\u0000"}`, `{"a":"\\u0041"}`, `{"a":"\x"}`, "{\"a\":\"\t\"}", "{\"a\":\"\x00\"}", "{\"a\":\"\x01\"}", `{"a":"1\u0001"}`, `{"a":"/\/"}`, `{"a":9223372036854775808}`, `{"a":9007199254740993}`, `{"a":12345678901234567890.123456789012345678}`,
	`{"a":""}` + "\n" + `{"a":"YQ=="}`, `{"a":"YWI="}`, `{"a":"++\/\u002b"}`, `{"a":1234}`, `{"a":"YQ"}`, `{"a":"YQ="}`, `{"a":"YQ==YQ=="}`, `{"a":"YQ=a"}`, `{"a":"YR=="}`, `{"a":"YWJ="}`, `{"a":"===="}`, `{"a":"="}`, `{"a":"Y==="}`, `{"a":"YWJj===="}`,
	`{"a":"YQ==\n"}`, `{"a":"YQ\r\n=="}`, `{"a":"\r\n\r\n"}`, `{"a":" YWJj"}`, `{"a":"YW-_"}`, `{"a":"äAAA"}`, `{"a":"ＡＡＡＡ"}`, `{"a":"YWJ\u0000"}`, `{"a":"` + strings.Repeat("YWJj", 1<<16) + `"}`, `{"a":["YQ=="]}`, "{\"a\":\"YWJ\xff\"}",
	`{"a":0.1000}`, `{"a":1E2}`, `{"a":"2024-02-29T10:11:12Z"}`, `{"a":1700000000}`, `{"a":"\"1\""}`, `{"b":"\"","a":1}`, `{"b":"\\","a":1}`, `{"b":"\\\"","a":1}`, `{"a":1}//`, `{"a":1/**/}`, `{"a":tru}`, `{"a"}`, `{"a":}`, `{"a":1 "b":2}`,
	strings.Repeat(`{"a":`, 2000) + "1" + strings.Repeat("}", 2000), "{}" + strings.Repeat(" ", 1<<19) + "\n{}\n", "{\"a\":\"\xff\"}\n", "{\"\xff\":1}\n", "{}\n\xff\n",
}

// TestJSONLinesLikeGo reads files of JSON lines, broken ones among them, in SQL and
// in Go: the same files are refused, and of the others every value is the same.
func TestJSONLinesLikeGo(t *testing.T) {
	e := newEngine(t, Options{})
	rng := rand.New(rand.NewPCG(5, 5))
	files := append([]string{}, jsonFiles...)
	values := []string{`1`, `-0.50`, `"1"`, `"x\n"`, `null`, `true`, `[]`, ` 1e2`, `"\u0061"`, `{"a":1}`, `[{"a":3}, "]"]`, `nan`, `1,`, `"2024-02-29 10:11"`, `"YQ=="`, `"AP8="`, `"YR=="`}
	keys := []string{`"a"`, `"a" `, `"b"`, `"\u0061"`, `"a\\"`, `a`}
	for range 60 {
		text := ""
		for range 1 + rng.IntN(3) {
			text += "{" + keys[rng.IntN(len(keys))] + ":" + values[rng.IntN(len(values))] + "," + keys[rng.IntN(3)] + ":" + values[rng.IntN(10)] + "}" +
				[]string{"\n", "\n", "\r\n", " \n\n", " "}[rng.IntN(5)]
		}
		files = append(files, text)
	}
	read, refused := 0, 0
	dir := t.TempDir()
	for _, c := range []*ir.Column{
		{Type: types.String.Null()}, {Type: types.String}, {Type: types.Float64.Null()}, {Type: types.Decimal(38, 18).Null()},
		{Type: types.Bytes}, {Type: types.Bytes.Null()},
	} {
		c.Name = "a"
		for _, text := range files {
			path := filepath.Join(dir, "x.jsonl")
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if sameObjects(t, e, path, c, text) {
				read++
			} else {
				refused++
			}
		}
	}
	t.Logf("%d files read alike, %d refused alike", read, refused)
	if read < 100 || refused < 100 {
		t.Error("too few of one of them: does the test still look at what it should?")
	}
}

// What is not base64 is named by row, column and text: where a file is checked, and
// where a shell runs the query.
func TestBadBase64(t *testing.T) {
	e := newEngine(t, Options{})
	path := filepath.Join(t.TempDir(), "x.jsonl")
	if err := os.WriteFile(path, []byte(`{"a":"YQ=="}`+"\n"+`{"a":"YQ"}`+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	src := &ir.Source{Name: "cells", Columns: []*ir.Column{{Name: "a", Type: types.Bytes.Null()}}, Batch: &ir.Connector{Kind: "jsonl", Path: path}}
	err := e.check(context.Background(), path, DuckDB.CheckSource(src, sqlbackend.File{Kind: "jsonl", Path: path}))
	if want := path + `: row 2, column a: "YQ" does not parse`; err == nil || err.Error() != want {
		t.Errorf("the check says %v, want %s", err, want)
	}
	_, err = e.decode(context.Background(), src, path)
	if want := `column a: "YQ" is not bytes in base64 with padding`; err == nil || err.Error() != want {
		t.Errorf("the query says %v, want %s", err, want)
	}
}

// sameObjects reports whether both sides read the file.
func sameObjects(t *testing.T, e *Engine, path string, c *ir.Column, text string) bool {
	t.Helper()
	ctx := context.Background()
	text = text[:min(len(text), 100)]
	src := &ir.Source{
		Name: "cells", Columns: []*ir.Column{c}, Batch: &ir.Connector{Kind: "jsonl", Path: path},
		Time: ir.None, Arrival: ir.None, Sequence: ir.None, Unique: ir.None,
	}
	events, _, goErr := data.ReadEvents(ctx, src)
	file := sqlbackend.File{Kind: "jsonl", Path: path}
	typeErr := checkTypes(ctx, file, src.Columns)
	sqlErr := errors.Join(typeErr, e.check(ctx, path, DuckDB.CheckSource(src, file)))
	if errors.Is(sqlErr, ErrNotUTF8) {
		return goErr == nil // featc's own reader takes over
	}
	if (goErr == nil) != (sqlErr == nil) {
		t.Errorf("%q as %s: Go says %v, SQL says %v", text, c.Type, goErr, sqlErr)
		return false
	}
	got, err := e.decode(ctx, src, path)
	if (err == nil) != (goErr == nil) && typeErr == nil {
		t.Errorf("%q as %s: the query says %v, Go says %v", text, c.Type, err, goErr)
	}
	if goErr != nil || err != nil {
		return false
	}
	if diff := cmp.Diff(events.Rows, got); diff != "" {
		t.Errorf("%q as %s, Go to SQL: %s", text, c.Type, diff)
	}
	return true
}
