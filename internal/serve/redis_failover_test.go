package serve_test

import (
	"testing"
	"time"

	"github.com/featc-lang/featc/internal/redistest"
)

// A server goes on by itself where a sentinel, or a cluster, has a replica take the
// place of a Redis that has gone, and loses nothing that the replica had.
func TestRedisFailover(t *testing.T) {
	longer(t)
	primary := redistest.Start(t)
	primary.Replica()
	url := redistest.Sentinel(t, primary)
	program, path := fraud(t)
	tr := newTraffic()
	p := start(t, path, inRedis(url)...)
	load := func(seed uint64, long time.Duration) (acked int) {
		stop := make(chan struct{})
		time.AfterFunc(long, func() { close(stop) })
		tr.load(t, p, seed, stop)
		for _, n := range tr.acked {
			acked += n
		}
		return acked
	}
	before := load(1, time.Second)
	time.Sleep(100 * time.Millisecond) // for a checkpoint
	primary.Replicated()
	primary.Kill()
	after := load(2, 8*time.Second)
	if before == 0 || after <= before {
		t.Errorf("%d events were acknowledged before the failover, %d after it", before, after-before)
	}
	tr.readMore(t, p)
	p.stop(t)
	tr.check(t, program, ofRedis(t, url, program), 0)
}
