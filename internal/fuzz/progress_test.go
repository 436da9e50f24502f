package fuzz

import (
	"flag"
	"fmt"
	"os"
	"sync/atomic"
	"testing"
	"time"
)

var progressEvery = flag.Duration("progress", 0, "how often to say how far a run is; 0: never")

// progress says on standard error how far a long run is, so that one which is
// interrupted has said something.
type progress struct {
	start       time.Time
	total       int64 // comparisons to make
	done, wrong atomic.Int64
}

// report begins to say how far the comparisons are, and sums up at the end of the
// test and its subtests.
func report(t *testing.T, total int) *progress {
	p := &progress{start: time.Now(), total: int64(total)}
	if *progressEvery <= 0 {
		return p
	}
	ticker, stop := time.NewTicker(*progressEvery), make(chan struct{})
	go func() {
		for {
			select {
			case <-ticker.C:
				fmt.Fprintln(os.Stderr, p)
			case <-stop:
				return
			}
		}
	}()
	t.Cleanup(func() {
		ticker.Stop()
		close(stop)
		fmt.Fprintln(os.Stderr, "in all:", p)
	})
	return p
}

// String counts comparisons of a case with one engine.
func (p *progress) String() string {
	done, used := p.done.Load(), time.Since(p.start)
	return fmt.Sprintf("%v: %d of %d comparisons, %d mismatches, %.1f a second",
		used.Round(time.Second), done, p.total, p.wrong.Load(), float64(done)/used.Seconds())
}

func TestProgress(t *testing.T) {
	p := &progress{start: time.Now().Add(-10 * time.Second), total: 40}
	p.done.Add(20)
	p.wrong.Add(1)
	if got, want := p.String(), "10s: 20 of 40 comparisons, 1 mismatches, 2.0 a second"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
