package server

import (
	"net/http"
	"sync/atomic"

	"github.com/featc-lang/featc/runtime/serving/feast"
)

// starting answers until there is a service: that the process is well, and that it
// takes no requests yet. Rebuilding states can take minutes, in which nobody should
// take the process for dead.
type starting struct{ api atomic.Pointer[http.Handler] }

func (s *starting) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if api := s.api.Load(); api != nil {
		(*api).ServeHTTP(w, r)
		return
	}
	if r.URL.Path == "/health" || r.URL.Path == "/healthz" {
		w.WriteHeader(http.StatusOK)
		return
	}
	feast.WriteError(w, http.StatusServiceUnavailable, "NotReady", "the server is starting")
}

func (s *starting) started(api http.Handler) { s.api.Store(&api) }
