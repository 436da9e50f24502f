package feast

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/serving"
	"github.com/featc-lang/featc/runtime/value"
)

// embeddings is a package with a source of embeddings, and a set that is asked with
// one; what is applied is counted.
func embeddings(applied *int) *registry.Package {
	vector := registry.Column{Name: "emb", Kind: value.Vector, Length: 2, Model: "item v3", ModelIn: "by", Nullable: true}
	columns := []registry.Column{vector, {Name: "by", Kind: value.String, Nullable: true}, {Name: "at", Kind: value.Timestamp}}
	source := registry.NewSource("items", columns, func([]value.Value) { *applied++ }).
		With(2, -1, func([]value.Value, []byte, registry.Visit) {})
	set := registry.NewReader("ranking", []registry.Column{{Name: "user_id", Kind: value.Int64}}, columns[:2],
		[]registry.Column{{Name: "asked", Kind: value.Vector, Length: 2, Nullable: true}},
		func(_ int64, _, request, out []value.Value) error { out[0] = request[0]; return nil }).
		With(0, []string{"items"}, func([]value.Value, []byte, registry.Visit) {})
	return &registry.Package{Name: "p", Sources: []*registry.Source{source}, Sets: []*registry.Reader{set}}
}

// TestVectorsOfAnotherModelAreRefused sends vectors of several models: those of another
// one than is declared are answered by a 422 that names both, and none of the rows beside
// them is taken in.
func TestVectorsOfAnotherModelAreRefused(t *testing.T) {
	applied := 0
	service, err := serving.Open(func() *registry.Package { return embeddings(&applied) }, serving.Options{})
	if err != nil {
		t.Fatal(err)
	}
	server := New(service, Limits{}, nil)
	const at = `"2025-01-01T00:00:00Z"`
	for _, tt := range []struct {
		path, body string
		status     int
		says       string
		applied    int
	}{
		{"/push", `{"push_source_name": "items", "df": {"emb": [[1, 2], [1, 2]], "by": ["item v3", "item v4"], "at": [` + at + `, ` + at + `]}}`,
			422, `row 1: source items: column emb is a vector of model \\\"item v4\\\", not of \\\"item v3\\\"`, 0},
		{"/ingest/items", `{"emb": [1, 2], "at": ` + at + `}`, 422, `row 0: source items: column emb is a vector of no model, not of \\\"item v3\\\"`, 0},
		{"/ingest/items", `{"emb": [1, 2], "by": "item v3", "at": ` + at + `}`, 200, "", 1},
		{"/ingest/items", `{"emb": null, "by": "item v4", "at": ` + at + `}`, 200, "", 2},
		{"/get-online-features", `{"entities": {"user_id": [1]}, "feature_service": "ranking", "request_context": {"emb": [[1, 2]], "by": ["item v4"]}}`,
			422, `number 0: column emb is a vector of model \\\"item v4\\\", not of \\\"item v3\\\"`, 2},
		{"/get-online-features", `{"entities": {"user_id": [1]}, "feature_service": "ranking", "request_context": {"emb": [[1, 2]], "by": ["item v3"]}}`,
			200, `[1.0,2.0]`, 2},
	} {
		w := httptest.NewRecorder()
		server.ServeHTTP(w, httptest.NewRequest(http.MethodPost, tt.path, strings.NewReader(tt.body)))
		if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.says) || applied != tt.applied {
			t.Errorf("%s %s: %d %s, %d applied; want %d with %s and %d", tt.path, tt.body, w.Code, w.Body, applied, tt.status, tt.says, tt.applied)
		}
	}
	w := httptest.NewRecorder()
	server.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	if want := `featc_refused_events_total{cause="another model",source="items"} 2`; !strings.Contains(w.Body.String(), want) {
		t.Errorf("metrics are without %s:\n%s", want, w.Body)
	}
	if err := service.Close(context.Background()); err != nil {
		t.Error(err)
	}
}
