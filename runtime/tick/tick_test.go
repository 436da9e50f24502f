package tick

import (
	"math/rand/v2"
	"testing"

	"github.com/featc-lang/featc/runtime/codec"
	"github.com/featc-lang/featc/runtime/window"
)

// reader is a view over a view for one key, as generated code has it. What is read
// is how many events have arrived by then.
type reader struct {
	line     Line
	log      window.Log[int]
	arrivals []int64
	covered  int64 // no look may go back behind it
	done     int   // readings
}

func (r *reader) tick(g *Grid, reach, until int64) {
	if r.line.Seek(g, reach, until) {
		r.log.Cut(r.line.Settled())
	}
	for r.line.Due(until) {
		r.log.Insert(r.line.Next(), r.arrived(r.line.Next()))
		r.line.Done(g)
		r.done++
	}
}

func (r *reader) arrived(at int64) int {
	n := 0
	for _, a := range r.arrivals {
		if a <= at {
			n++
		}
	}
	return n
}

func (r *reader) apply(g *Grid, reach, arrival int64) {
	if !r.line.Begun() {
		r.line.Begin(g, arrival, arrival)
	} else {
		r.tick(g, reach, arrival-1)
		back, missing := r.line.Settle(g, arrival)
		if back {
			r.log.Cut(r.line.Settled())
		}
		if missing {
			r.covered = r.line.Settled()
		}
	}
	r.arrivals = append(r.arrivals, arrival)
}

// look returns the readings of the window [at-reach, at].
func (r *reader) look(g *Grid, reach, at int64) map[int64]int {
	r.tick(g, reach, at)
	out := map[int64]int{}
	for i := range r.log.Len() {
		t := r.log.Time(i)
		if at-reach <= t && t <= at {
			if _, twice := out[t]; twice {
				out[t] = -1
				continue
			}
			out[t] = *r.log.Row(i)
		}
	}
	return out
}

// Whatever the order of looks, ahead and back, and wherever events arrive between
// them, a window has the readings that it would have from the beginning.
func TestLooks(t *testing.T) {
	for seed := range uint64(2000) {
		rng := rand.New(rand.NewPCG(seed, 0))
		g := &Grid{Every: 1 + rng.Int64N(6)}
		reach := 1 + rng.Int64N(30)
		r := &reader{covered: -1000}
		now := rng.Int64N(40) - 20
		for range 40 {
			switch rng.IntN(3) {
			case 0:
				now += rng.Int64N(4) * rng.Int64N(20)
				r.apply(g, reach, now)
			case 1:
				r.line = again(t, r.line)
			default:
				at := now + rng.Int64N(200) - 20
				if at < r.covered {
					continue
				}
				got := r.look(g, reach, at)
				want := map[int64]int{}
				if len(r.arrivals) > 0 {
					for i := g.From(r.arrivals[0]); i <= at; i = g.From(i + 1) {
						if i >= at-reach {
							want[i] = r.arrived(i)
						}
					}
				}
				if len(got) != len(want) {
					t.Fatalf("seed %d: at %d every %d reach %d: readings %v, want %v", seed, at, g.Every, reach, got, want)
				}
				for i, n := range want {
					if have, ok := got[i]; !ok || have != n {
						t.Fatalf("seed %d: at %d every %d reach %d: readings %v, want %v", seed, at, g.Every, reach, got, want)
					}
				}
			}
		}
	}
}

// again is a line that has been in a snapshot.
func again(t *testing.T, l Line) Line {
	d := codec.NewReader(l.Append(nil))
	var out Line
	out.Decode(d)
	if err := d.Close(); err != nil || out != l {
		t.Fatalf("decoded %+v, want %+v (%v)", out, l, err)
	}
	return out
}

// A key without events costs what its window holds, not the time that passes.
func TestIdleKey(t *testing.T) {
	g := &Grid{Every: window.Day}
	r := &reader{}
	r.apply(g, 7*window.Day, 0)
	if n := len(r.look(g, 7*window.Day, 3650*window.Day)); n != 8 || r.done != 8 {
		t.Errorf("after ten years there are %d readings, of %d that were done; want 8", n, r.done)
	}
	for day := range int64(3650) {
		r.look(g, 7*window.Day, (3650+day)*window.Day)
	}
	if r.log.Len() > 16 {
		t.Errorf("the log has %d readings for a window of 8", r.log.Len())
	}
	r.apply(g, 7*window.Day, 20_000*window.Day)
	if r.covered != 20_000*window.Day {
		t.Error("readings were left out and a look could go back to them")
	}
}

func TestGrid(t *testing.T) {
	month := Grid{Calendar: window.Calendar{Clock: window.NewClock(0, 0, 1<<50), Unit: window.UnitMonth}}
	day := Grid{Every: window.Day}
	for _, c := range []struct {
		g        *Grid
		at, want int64
	}{
		{&day, 0, 0}, {&day, 1, window.Day}, {&day, -1, 0}, {&day, -window.Day, -window.Day},
		{&month, 0, 0}, {&month, 1, 31 * window.Day}, {&month, 31*window.Day + 1, 59 * window.Day},
	} {
		if got := c.g.From(c.at); got != c.want {
			t.Errorf("From(%d) = %d, want %d", c.at, got, c.want)
		}
	}
}
