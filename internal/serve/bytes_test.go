package serve_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/data"
	"github.com/featc-lang/featc/internal/gobuild"
	"github.com/featc-lang/featc/internal/project"
	"github.com/featc-lang/featc/internal/push"
	"github.com/featc-lang/featc/internal/train"
	"github.com/featc-lang/featc/runtime/value"
)

const rawProgram = `package raws
entity user (user: int64)
source raws {
  user: int64
  raw:  bytes
  more: bytes?
  at:   timestamp
  time  at
  delay 0s
  batch jsonl("raws.jsonl")
}
view v for user from raws {
  raw  = last(raw)   over all
  more = last(more)  over all
  n    = count(more) over all
}
featureset s for user {
  request { given: bytes? }
  include v.*
  same = v.raw == request.given
}
`

// Bytes are base64 in JSON on every way: from files into training sets and, pushed, into
// a server, and from there to who asks. Both sides have the same bytes.
func TestBytesOfJSON(t *testing.T) {
	if testing.Short() || !gobuild.CanBuild() {
		t.Skip("builds a server")
	}
	dir := t.TempDir()
	for name, text := range map[string]string{
		"raws.feat": rawProgram,
		"raws.jsonl": `{"user":1,"raw":"AP8=","more":"","at":"2025-01-01T00:00:00Z"}
{"user":2,"raw":"aGk=","more":"YWJj","at":"2025-01-01T00:00:01Z"}
{"user":3,"raw":"","at":"2025-01-01T00:00:02Z"}
`,
		"labels.jsonl": `{"user":1,"at":"2025-02-01T00:00:00Z","given":"AP8="}
{"user":2,"at":"2025-02-01T00:00:00Z","given":"aGg="}
{"user":3,"at":"2025-02-01T00:00:00Z","given":""}
`,
		"more.csv": "user,raw,more,at\n4,aGk=,,2025-01-01T00:00:03Z\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ctx := context.Background()
	p, err := project.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "out.jsonl")
	_, err = train.Run(ctx, &train.Request{
		Project: p, Set: p.Program.Sets[0], Labels: filepath.Join(dir, "labels.jsonl"), Output: out,
		Step: func(string) {}, Percent: func(string, float64) {},
	})
	if err != nil {
		t.Fatal(err)
	}
	trained, err := os.ReadFile(out)
	const want = `{"user": 1, "at": "2025-02-01T00:00:00Z", "given": "AP8=", "v_raw": "AP8=", "v_more": null, "v_n": 0, "same": true}
{"user": 2, "at": "2025-02-01T00:00:00Z", "given": "aGg=", "v_raw": "aGk=", "v_more": "YWJj", "v_n": 1, "same": false}
{"user": 3, "at": "2025-02-01T00:00:00Z", "given": null, "v_raw": "", "v_more": null, "v_n": 0, "same": null}
`
	if err != nil || string(trained) != want {
		t.Errorf("trained: %v\n%s", err, trained)
	}

	parquet := filepath.Join(dir, "more.parquet")
	err = data.WriteTable(parquet, []*data.Column{
		{Name: "user", Type: types.Int64, Values: []value.Value{value.OfInt64(5)}},
		{Name: "raw", Type: types.Bytes, Values: []value.Value{value.OfBytes([]byte{0xff, '"', '\n'})}},
		{Name: "more", Type: types.Bytes.Null(), Values: []value.Value{value.Null}},
		{Name: "at", Type: types.Timestamp, Values: []value.Value{value.OfTimestamp(1735689604_000000)}},
	})
	if err != nil {
		t.Fatal(err)
	}
	server := start(t, mustBuild(t, p.Program), "-data", t.TempDir())
	defer server.kill()
	for _, files := range [][]string{nil, {filepath.Join(dir, "more.csv")}, {parquet}} {
		if _, err := push.Run(ctx, &push.Request{Source: p.Program.Sources[0], Files: files, URL: server.url}); err != nil {
			t.Errorf("%s: %v", files, err)
		}
	}
	ask := func(given string) string {
		return fmt.Sprintf(`{"entities":{"user":[1,2,3,4,5]},"request_context":{"given":[%s]},"feature_service":"s"}`, given)
	}
	status, answer := server.send(t, "/get-online-features", strings.NewReader(ask(`"AP8=","aGg=","","YUdrPQ==",null`)))
	for _, values := range []string{
		`["AP8=","aGk=","","YUdrPQ==","/yIK"]`, `[null,"YWJj",null,null,null]`, `[0,1,0,0,0]`, `[true,false,null,true,null]`,
	} {
		if status != 200 || !strings.Contains(answer, `{"values":`+values) {
			t.Errorf("%d %s, want %s", status, answer, values)
		}
	}
	for route, body := range map[string]string{
		"/get-online-features": ask(`"aGg",null,null,null,null`),
		"/push":                `{"push_source_name":"raws","df":{"user":[6],"raw":["aGg"],"at":["2025-01-01T00:00:05Z"]}}`,
		"/ingest/raws":         `{"user":6,"raw":"aGg","at":"2025-01-01T00:00:05Z"}`,
	} {
		status, answer := server.send(t, route, strings.NewReader(body))
		const want = `\\\"aGg\\\" is not bytes in base64 with padding, such as YQ==`
		says := strings.Contains(answer, "given, number 0: ") || strings.Contains(answer, "row 0: column raw: ")
		if status != 422 || !says || !strings.Contains(answer, want) {
			t.Errorf("%s: %d %s", route, status, answer)
		}
	}
}
