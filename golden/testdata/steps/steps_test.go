package steps

import (
	"testing"

	"github.com/featc-lang/featc/runtime"
	"github.com/featc-lang/featc/runtime/window"
)

// A million events of one user, some out of order, over 45 days: a window of 30
// days by the hour keeps a tile for each hour, and of rows those alone that the
// window of one hour needs.
func TestStateIsBoundedByTiles(t *testing.T) {
	const (
		events = 1_000_000
		apart  = 45 * window.Day / events
		kinds  = 1000
	)
	start := int64(1_735_689_600) * window.Second // 2025-01-01
	event := func(i int64) Clicks {
		late := i % 7 * 20 * apart
		return Clicks{UserID: 1, Weight: i * i % kinds, At: start + i*apart - late}
	}
	var s ClicksByUser
	for i := range int64(events) {
		e := event(i)
		s.Apply(&e)
		if tiles := s.tiles30dBy1h.Len(); tiles > 721 {
			t.Fatalf("%d tiles after event %d, more than 721", tiles, i)
		}
		if rows := s.log.Len(); rows > 2200 { // twice the rows of an hour and ten minutes
			t.Fatalf("%d rows after event %d", rows, i)
		}
	}
	at := start + events*apart
	if tiles := s.tiles30dBy1h.Len(); tiles < 718 { // the rows of some hours are in the log
		t.Errorf("%d tiles at the end, want nearly 721", tiles)
	}
	var got, want W
	if err := s.ReadW(at, &got); err != nil {
		t.Fatal(err)
	}
	first, seen := at-30*window.Day, map[int64]bool{} // a whole hour
	var oldest, newest int64
	for i := range int64(events) {
		e := event(i)
		if e.At > at-window.Hour {
			want.Hour++
		}
		if e.At < first {
			continue
		}
		want.N++
		want.Total = runtime.Some(want.Total.V + e.Weight)
		want.Most = runtime.Some(max(want.Most.V, e.Weight))
		seen[e.Weight] = true
		// Ties are broken by the weight.
		if oldest == 0 || e.At < oldest || e.At == oldest && e.Weight < want.First.V {
			oldest, want.First = e.At, runtime.Some(e.Weight)
		}
		if e.At > newest || e.At == newest && e.Weight > want.Last.V {
			newest, want.Last = e.At, runtime.Some(e.Weight)
		}
	}
	want.Kinds = int64(len(seen))
	if got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}
