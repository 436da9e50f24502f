package push_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/featc-lang/featc/compiler"
	"github.com/featc-lang/featc/internal/push"
)

// Rows are sent by arrival, with the arrival that training gives them: a server would
// have those without one arrive now.
func TestRows(t *testing.T) {
	p, bag := compiler.LoadFiles(map[string][]byte{"p.feat": []byte(`package p
entity user (user: int64)
source a {
  user: int64
  x: float64?
  at: timestamp
  seen: timestamp?
  time at
  arrival seen
}
view v for user from a { n = count() over 1h }
`)})
	if p == nil {
		t.Fatal(bag.Sorted())
	}
	file := filepath.Join(t.TempDir(), "a.csv")
	text := "user,x,at,seen\n1,1.5,2025-01-01T00:00:00Z,2025-01-01T00:05:00Z\n2,nan,2025-01-01T00:01:00Z,\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var got []string
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got = append(got, r.Method+" "+r.URL.String(), string(body))
		_, _ = io.WriteString(w, `{"rows":0}`)
	}))
	defer srv.Close()
	summary, err := push.Run(context.Background(), &push.Request{Source: p.Sources[0], Files: []string{file}, URL: srv.URL, Origin: "o"})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"GET /ingest/a/o", "",
		"POST /ingest/a?columns=user%2Cx%2Cat%2Cseen&from=0&origin=o",
		`{"user":2,"x":null,"at":"2025-01-01T00:01:00Z","seen":"2025-01-01T00:01:00Z"}` + "\n" +
			`{"user":1,"x":1.5,"at":"2025-01-01T00:00:00Z","seen":"2025-01-01T00:05:00Z"}` + "\n",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]push.Rejected{{Column: "x", Cause: "not finite", Count: 1}}, summary.Rejected); diff != "" || summary.Rows != 2 {
		t.Errorf("%+v %s", summary, diff)
	}
	_, err = push.Run(context.Background(), &push.Request{Source: p.Sources[0], Files: []string{"a.txt"}, URL: srv.URL})
	if err == nil || !strings.Contains(err.Error(), "a.txt is not a csv, jsonl or parquet file by its name") {
		t.Error(err)
	}
}
