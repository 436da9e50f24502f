//go:build !windows

package serve_test

import (
	"testing"
	"time"

	"github.com/featc-lang/featc/internal/redistest"
)

// A Redis that hangs for longer than a server waits for an answer does what it was
// asked for when it goes on, and is asked again: each event counts once all the same.
func TestRedisHangs(t *testing.T) {
	longer(t)
	srv := redistest.Start(t)
	program, path := fraud(t)
	tr := newTraffic()
	p := start(t, path, inRedis(srv.URL())...)
	stop, ended := make(chan struct{}), make(chan struct{})
	go func() {
		tr.load(t, p, 1, stop)
		close(ended)
	}()
	for range 2 {
		time.Sleep(500 * time.Millisecond)
		srv.Pause()
		time.Sleep(12 * time.Second) // longer than a server waits
		before := len(tr.served())
		if p.metric(t, "featc_store_waiting") != 1 {
			t.Error("the server does not say that events wait")
		}
		time.Sleep(500 * time.Millisecond)
		if len(tr.served()) == before {
			t.Error("nothing can be read meanwhile")
		}
		srv.Resume()
	}
	time.Sleep(2500 * time.Millisecond) // longer than the longest pause
	close(stop)
	<-ended
	tr.readMore(t, p)
	p.stop(t)
	tr.check(t, program, ofRedis(t, srv.URL(), program), 0)
}
