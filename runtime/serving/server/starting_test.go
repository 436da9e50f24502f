package server

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// While it starts a server is well, and takes nothing.
func TestStarting(t *testing.T) {
	s := &starting{}
	for _, tt := range []struct {
		path   string
		status int
	}{{"/healthz", 200}, {"/health", 200}, {"/readyz", 503}, {"/get-online-features", 503}} {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, tt.path, nil))
		if w.Code != tt.status || w.Code == 503 && w.Header().Get("Retry-After") == "" {
			t.Errorf("%s: %d", tt.path, w.Code)
		}
	}
	s.started(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) }))
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/readyz", nil))
	if w.Code != http.StatusTeapot {
		t.Errorf("started: %d", w.Code)
	}
}
