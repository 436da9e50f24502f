package serving

import (
	"math/rand/v2"
	"testing"
)

// Whatever the wall clock does, an event is applied by the time of a read exactly
// when its stamp is at or before the read's instant.
func TestClock(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	wall := int64(1000)
	c := clock{wall: func() int64 { return wall }}
	var waiting []int64
	applied, newest := int64(0), int64(0)
	for range 100_000 {
		switch rnd.IntN(5) {
		case 0:
			wall += int64(rnd.IntN(9)) - 2
		case 1:
			s := c.stamp()
			if s <= newest {
				t.Fatalf("stamp %d is not after %d, the newest stamp or instant of a read", s, newest)
			}
			newest = s
			waiting = append(waiting, s)
		case 2:
			if len(waiting) == 0 {
				continue
			}
			n := 1 + rnd.IntN(len(waiting))
			applied, waiting = waiting[n-1], waiting[n:]
			next := int64(0)
			if len(waiting) > 0 {
				next = waiting[0]
			}
			c.applied(next)
		case 3:
			at := c.now()
			if at < applied || len(waiting) > 0 && at >= waiting[0] {
				t.Fatalf("a read at %d, where %d is applied and %v are not", at, applied, waiting)
			}
			newest = max(newest, at)
		case 4: // a key is ahead of the clock
			at := newest + int64(rnd.IntN(20)) - 10
			if ok := c.reach(at); ok != (len(waiting) == 0 || at < waiting[0]) {
				t.Fatalf("a read at %d, while %v are not applied: %v", at, waiting, ok)
			}
			newest = max(newest, at)
		}
	}
	c.restore(wall + 50)
	c.applied(0)
	if at := c.now(); at < wall+50 {
		t.Errorf("a read at %d is behind a stamp of the log", at)
	}
}
