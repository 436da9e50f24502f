// Package feast serves features over HTTP as Feast's feature server does, so that
// its clients read from featc: a view is a feature view, a feature set a feature
// service. Routes of featc's own are beside it.
//
//	POST /get-online-features      features of entities; ?at= reads as of an instant
//	POST /push                     events of a source, by columns
//	POST /write-to-online-store    the same, as Feast's SDK sends them
//	POST /ingest/{source}          events of a source, JSON lines; ?origin=&from= counts each row once
//	GET  /ingest/{source}/{origin} how many rows of an origin have been taken in
//	GET  /health, /healthz         whether the process is well
//	GET  /readyz                   whether it takes events and reads
//	GET  /metrics                  for Prometheus
package feast

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"time"

	"google.golang.org/grpc/health"

	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/serving"
)

// Limits bound what a request can ask for. Zero fields have the defaults.
type Limits struct {
	Body       int64         // bytes; 0: 8 MiB
	Entities   int           // of a read; 0: 10,000
	Events     int           // of a push; 0: 100,000
	Concurrent int           // requests at once; 0: 512
	Deadline   time.Duration // for reading a request's body; 0: 10 s
}

func (l Limits) withDefaults() Limits {
	if l.Body == 0 {
		l.Body = 8 << 20
	}
	if l.Entities == 0 {
		l.Entities = 10_000
	}
	if l.Events == 0 {
		l.Events = 100_000
	}
	if l.Concurrent == 0 {
		l.Concurrent = 512
	}
	if l.Deadline == 0 {
		l.Deadline = 10 * time.Second
	}
	return l
}

// Server answers requests for a service.
type Server struct {
	service  *serving.Service
	limits   Limits
	catalog  *catalog
	shapes   *shapes
	metrics  *metrics
	slots    chan struct{}
	mux      *http.ServeMux
	log      *slog.Logger
	draining chan struct{}
	health   *health.Server // gRPC's
}

// New returns a server of a service; log may be nil.
func New(s *serving.Service, limits Limits, log *slog.Logger) *Server {
	if log == nil {
		log = slog.Default()
	}
	limits = limits.withDefaults()
	srv := &Server{
		service: s, limits: limits, catalog: newCatalog(s.Package()), metrics: newMetrics(s),
		slots: make(chan struct{}, limits.Concurrent), mux: http.NewServeMux(), log: log,
		draining: make(chan struct{}), health: newHealth(),
	}
	srv.shapes = &shapes{catalog: srv.catalog}
	srv.handle("POST /get-online-features", "get-online-features", srv.getOnlineFeatures, "at")
	srv.handle("POST /push", "push", srv.push)
	srv.handle("POST /write-to-online-store", "write-to-online-store", srv.writeToOnlineStore)
	srv.handle("POST /ingest/{source}", "ingest", srv.ingest, "origin", "from", "columns")
	srv.handle("GET /ingest/{source}/{origin}", "origin", srv.origin)
	srv.mux.HandleFunc("GET /health", srv.healthy)
	srv.mux.HandleFunc("GET /healthz", srv.healthy)
	srv.mux.HandleFunc("GET /readyz", srv.ready)
	srv.mux.Handle("GET /metrics", srv.metrics.handler())
	srv.mux.HandleFunc("/", srv.noRoute)
	return srv
}

// noRoute answers what no route does.
func (s *Server) noRoute(w http.ResponseWriter, r *http.Request) {
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		other := *r
		if other.Method = method; method == r.Method {
			continue
		}
		if _, pattern := s.mux.Handler(&other); pattern != "/" {
			w.Header().Set("Allow", method)
			(&apiError{http.StatusMethodNotAllowed, "MethodNotAllowed", r.URL.Path + " takes " + method + ", not " + r.Method}).write(w)
			return
		}
	}
	(&apiError{http.StatusNotFound, "NotFound", "there is no " + r.Method + " " + r.URL.Path}).write(w)
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// Drain has /readyz, and gRPC's health service, say that no new requests should be sent here.
func (s *Server) Drain() {
	close(s.draining)
	s.health.Shutdown()
}

// handle has a route answered within the limits, and counted. Known are the parameters
// that its address may have.
func (s *Server) handle(pattern, route string, answer func(w http.ResponseWriter, r *http.Request) error, known ...string) {
	m := s.metrics.route(route)
	s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		select {
		case s.slots <- struct{}{}:
			defer func() { <-s.slots }()
		default:
			s.fail(w, r, m, began, &apiError{http.StatusTooManyRequests, "Overloaded", "too many requests at once: try again later"})
			return
		}
		// Without support for deadlines, as in tests, there is none.
		_ = http.NewResponseController(w).SetReadDeadline(began.Add(s.limits.Deadline))
		if r.ContentLength > s.limits.Body {
			s.drain(r, r.Body)
			w.Header().Set("Connection", "close")
			s.fail(w, r, m, began, tooLarge("the body has %d bytes, more than %d", r.ContentLength, s.limits.Body))
			return
		}
		all := r.Body
		r.Body = http.MaxBytesReader(w, all, s.limits.Body)
		err := checkParams(r, known)
		if coding := r.Header.Get("Content-Encoding"); err == nil && coding != "" && coding != "identity" {
			err = &apiError{http.StatusUnsupportedMediaType, "UnsupportedMediaType", "Content-Encoding is " + coding + ": send the body as it is"}
		}
		if err == nil {
			err = answer(w, r)
		}
		if err != nil {
			if large := (*http.MaxBytesError)(nil); errors.As(err, &large) {
				s.drain(r, all)
			}
			s.fail(w, r, m, began, err)
			return
		}
		m.done(http.StatusOK, began)
	})
}

// drain reads a body that is too large, within limits: many clients send all of it
// before they look for an answer, and would only see that the connection broke. One
// that waits to be told to go on is not.
func (s *Server) drain(r *http.Request, body io.Reader) {
	if r.Header.Get("Expect") == "" {
		_, _ = io.CopyN(io.Discard, body, 16*s.limits.Body) // the client may have gone
	}
}

func (s *Server) fail(w http.ResponseWriter, r *http.Request, m *routeMetrics, began time.Time, err error) {
	e := apiErrorOf(err)
	if e.status >= 500 && r.Context().Err() == nil {
		s.log.Error("request failed", "route", r.URL.Path, "error", err)
	}
	m.done(e.status, began)
	e.write(w)
}

// body reads a request's body.
func body(r *http.Request) (string, error) {
	b := make([]byte, 0, max(512, min(r.ContentLength+1, 1<<20)))
	for {
		n, err := r.Body.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
		if errors.Is(err, io.EOF) {
			return string(b), nil
		}
		if err != nil {
			return "", bodyError(err)
		}
		if len(b) == cap(b) {
			b = append(b, 0)[:len(b)]
		}
	}
}

func bodyError(err error) error {
	var large *http.MaxBytesError
	var late interface{ Timeout() bool }
	switch {
	case errors.As(err, &large):
		return err
	case errors.As(err, &late) && late.Timeout():
		return &apiError{http.StatusRequestTimeout, "RequestTimeout", "the body took too long to come in"}
	}
	return malformed("the body ends early: %v", err)
}

func (s *Server) healthy(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }

func (s *Server) ready(w http.ResponseWriter, _ *http.Request) {
	select {
	case <-s.draining:
		apiErrorOf(serving.ErrClosed).write(w)
		return
	default:
	}
	if err := s.service.Ready(); err != nil {
		(&apiError{http.StatusServiceUnavailable, "NotReady", err.Error()}).write(w)
		return
	}
	w.WriteHeader(http.StatusOK)
}

// source returns a source by its name.
func (s *Server) source(name string) (*registry.Source, error) {
	for _, src := range s.service.Package().Sources {
		if src.Name == name {
			return src, nil
		}
	}
	return nil, notFound("PushSourceNotFoundException", "there is no source %q", name)
}
