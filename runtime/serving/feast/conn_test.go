package feast

import (
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
)

// counting counts the writes of its connections.
type counting struct {
	net.Listener
	writes atomic.Int64
}

func (l *counting) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	return &counted{c, &l.writes}, err
}

type counted struct {
	net.Conn
	writes *atomic.Int64
}

func (c *counted) Write(p []byte) (int, error) {
	c.writes.Add(1)
	return c.Conn.Write(p)
}

// An answer of a known length goes out in one write, up to a size; those that break
// off, or whose length nobody has said, come as they do without.
func TestCoalesce(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	count := &counting{Listener: l}
	srv := &http.Server{ConnContext: ConnContext, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		n, _ := strconv.Atoi(q.Get("n"))
		text := strings.Repeat("x", n)
		switch q.Get("how") {
		case "expect":
			w.Header().Set("Content-Length", strconv.Itoa(n))
			expect(r.Context(), n)
		case "breaks":
			w.Header().Set("Content-Length", strconv.Itoa(n+1))
			expect(r.Context(), n+1)
			_, _ = io.WriteString(w, text)
			panic(http.ErrAbortHandler)
		}
		_, _ = io.WriteString(w, text)
	})}
	go func() { _ = srv.Serve(Coalesce(count)) }()
	defer srv.Close()
	for _, tt := range []struct {
		query  string
		length int
		writes int64 // at most
		breaks bool
	}{
		{"how=expect&n=0", 0, 1, false},
		{"how=expect&n=100", 100, 1, false},
		{"how=expect&n=4000", 4000, 1, false}, // with its head, more than net/http sends at once
		{"how=expect&n=10000", 10_000, 1, false},
		{"how=expect&n=200000", 200_000, 1, false},
		{"how=expect&n=1000000", 1_000_000, 8, false},
		{"n=10000", 10_000, 8, false},
		{"how=breaks&n=10000", 0, 8, true},
		{"how=expect&n=9000", 9000, 1, false},
	} {
		before := count.writes.Load()
		answer, err := http.Get("http://" + l.Addr().String() + "/?" + tt.query)
		length := 0
		if err == nil {
			var text []byte
			text, err = io.ReadAll(answer.Body)
			_ = answer.Body.Close()
			length = len(text)
		}
		if tt.breaks != (err != nil) || !tt.breaks && length != tt.length {
			t.Errorf("%s: %d bytes, %v", tt.query, length, err)
		}
		if n := count.writes.Load() - before; n > tt.writes {
			t.Errorf("%s: %d writes, want at most %d", tt.query, n, tt.writes)
		}
	}
}
