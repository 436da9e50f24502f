package server

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"strings"

	"github.com/featc-lang/featc/runtime/serving/feast"
)

// authorized lets requests with the token through, and those that ask whether the
// server is well. Of others, refused is told.
func authorized(token string, next http.Handler, refused func()) http.Handler {
	if token == "" {
		return next
	}
	want := sha256.Sum256([]byte(token))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/health", "/healthz", "/readyz":
			next.ServeHTTP(w, r)
			return
		}
		scheme, given, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		got := sha256.Sum256([]byte(given))
		if !strings.EqualFold(scheme, "Bearer") || subtle.ConstantTimeCompare(want[:], got[:]) != 1 {
			refused()
			w.Header().Set("WWW-Authenticate", "Bearer")
			feast.WriteError(w, http.StatusUnauthorized, "Unauthorized", "a token is needed: Authorization: Bearer")
			return
		}
		next.ServeHTTP(w, r)
	})
}
