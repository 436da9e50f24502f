package window

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// latest is past every instant at which drawn events come in or go out of drawn
// windows.
const latest = 40

// drawLog draws rows, a window that can hold something, and the instant before
// which no read goes back any more.
func drawLog(t *rapid.T) (l *Log[row], events []event, r Range, horizon int64) {
	l = &Log[row]{}
	r = drawRange(t)
	if first, last := r.Bounds(0); first > last {
		r.FromClosed, r.ToClosed = true, true
	}
	for range rapid.IntRange(0, 20).Draw(t, "events") {
		e := drawEvent(t)
		l.Insert(e.time, e.row)
	}
	for i := range l.Len() {
		events = append(events, event{l.Time(i), *l.Row(i)})
	}
	return l, events, r, rapid.Int64Range(-12, 25).Draw(t, "horizon")
}

// A window over time keeps exactly the rows that some read at the horizon or
// later can find in it: without any one of them that read would count one less,
// and no row that was let go of is in any window to come. Over all, rows that are
// in for good are folded, and every other one comes in later: folded now, it would
// be seen too early, and dropped, never.
func TestRangeKeepsExactlyWhatReadsNeed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l, events, r, horizon := drawLog(t)
		spent := l.Spent(r, horizon)
		for i := range events {
			one := events[i : i+1]
			now, later := len(within(one, r, horizon)) > 0, false
			for at := horizon; at <= latest; at++ {
				later = later || len(within(one, r, at)) > 0
			}
			needed := later
			if r.AllTime {
				needed = later && !now
			}
			if kept := i >= spent; kept != needed {
				t.Fatalf("row %d of %v in %+v from %d on: kept %v, needed %v", i, events, r, horizon, kept, needed)
			}
		}
	})
}

// A window over the newest n keeps every row that some read at the horizon or
// later can find among the newest n, whatever comes in between, since a row that
// comes only pushes others out. Rows go from the old end, and rows of one time
// together: among those of the oldest time that is kept, one at least is needed.
func TestNewestKeepsWhatReadsNeed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l, events, r, horizon := drawLog(t)
		n := rapid.Int64Range(1, 5).Draw(t, "n")
		needed := make([]bool, l.Len())
		for at := horizon; at <= latest; at++ {
			for _, i := range l.Newest(nil, l.Span(r, at), n, counts, order) {
				needed[i] = true
			}
		}
		byNumber := l.Keep(r, horizon, n, counts)
		spent := byNumber
		if !r.AllTime {
			spent = max(spent, l.Spent(r, horizon))
		}
		if gone := slices.Index(needed, true); gone >= 0 && gone < spent {
			t.Fatalf("row %d of %v in %+v from %d on is needed among the newest %d, and gone", gone, events, r, horizon, n)
		}
		_, last := r.Bounds(horizon)
		if spent == l.Len() || spent > byNumber || l.Time(spent) > last {
			return // what age alone keeps, and what is still to come, need not count
		}
		oldest := l.Time(spent)
		for i := spent; i < l.Len() && l.Time(i) == oldest; i++ {
			if needed[i] {
				return
			}
		}
		t.Fatalf("rows at %d of %v in %+v from %d on are kept for the newest %d, and not needed", oldest, events, r, horizon, n)
	})
}

// A window that moves in steps keeps a row that is still to come in, and of all
// others the tiles that some read at the horizon or later looks at: without any
// one of them the read at the horizon would count less, and there are never more
// than one for each step of the window and one for the step at hand.
func TestTilesAreWhatReadsNeed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := &state{r: drawStepped(t)}
		var events []event
		for range rapid.IntRange(0, 30).Draw(t, "events") {
			e := drawEvent(t)
			e.ok = true
			events = append(events, e)
			s.insert(e)
		}
		horizon := rapid.Int64Range(-12, 25).Draw(t, "horizon")
		s.evict(horizon)
		if s.log.Start() <= horizon {
			t.Fatalf("a row at %d is kept after an eviction at %d", s.log.Start(), horizon)
		}
		if most := int((s.r.From+s.r.Step-1)/s.r.Step) + 1; s.tiles.Len() > most {
			t.Fatalf("%d tiles in %+v, want %d at most", s.tiles.Len(), s.r, most)
		}
		want := int64(len(within(events, s.r, horizon)))
		if got := s.read(horizon).N; got != want {
			t.Fatalf("%d events in %+v at %d, want %d", got, s.r, horizon, want)
		}
		for i := range s.tiles.Len() {
			if left := want - s.tiles.Tile(i).n; left == want {
				t.Fatalf("tile %d of %v in %+v from %d on is kept, and not needed", i, events, s.r, horizon)
			}
		}
	})
}
