package window

import (
	"cmp"
	"math"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/featc-lang/featc/runtime"
	"github.com/featc-lang/featc/runtime/codec"
)

// row is an event of the model: v is its argument, ok its filter.
type row struct {
	v  int64
	ok bool
}

type event struct {
	time int64
	row
}

func counts(r *row) bool { return r.ok }

func order(a, b *row) int { return cmp.Compare(a.v, b.v) }

func less(a, b int64) bool { return a < b }

func greater(a, b int64) bool { return a > b }

// tile is what rows of one step add up to.
type tile struct {
	sum, n   int64
	distinct Distinct[int64]
	lo, hi   runtime.Null[int64]
	first    Edge[row]
	last     Edge[row]
}

// state is an operator as the generator would write it, over one window.
type state struct {
	log      Log[row]
	tiles    Tiles[tile]
	low      Extreme[int64] // of the tiles
	high     Extreme[int64]
	r        Range
	cur      Cursor
	sum, n   int64
	distinct Distinct[int64]
	lo, hi   Extreme[int64]
	least    runtime.Null[int64] // of what is in for good
	most     runtime.Null[int64]
	first    Edge[row]
	last     Edge[row]
}

func (s *state) insert(e event) {
	i := s.log.Insert(e.time, e.row)
	if s.cur.Insert(e.time) {
		s.enter(s.log.Row(i))
		s.push(i)
	}
}

func (s *state) push(i int) {
	if r := s.log.Row(i); r.ok {
		s.lo.Push(s.log.Time(i), r.v, less)
		s.hi.Push(s.log.Time(i), r.v, greater)
	}
}

func (s *state) enter(r *row) {
	if r.ok {
		s.sum, s.n = s.sum+r.v, s.n+1
		s.distinct.Add(r.v)
	}
}

func (s *state) leave(r *row) {
	if r.ok {
		s.sum, s.n = s.sum-r.v, s.n-1
		s.distinct.Sub(r.v)
	}
}

func (s *state) seek(at int64) {
	first, last := s.r.Bounds(at)
	enter, leave, rebuild := s.log.Seek(&s.cur, first, last)
	for i := enter.From; i < enter.To; i++ {
		s.enter(s.log.Row(i))
	}
	for i := leave.From; i < leave.To; i++ {
		s.leave(s.log.Row(i))
	}
	if rebuild {
		enter = s.cur.Span()
		s.lo.Reset()
		s.hi.Reset()
	}
	for i := enter.From; i < enter.To; i++ {
		s.push(i)
	}
	if !s.r.AllTime {
		s.lo.Expire(first)
		s.hi.Expire(first)
	}
	if s.r.Step > 0 {
		s.seekTiles(first)
	}
}

func (s *state) seekTiles(first int64) {
	enter, leave := s.tiles.MoveTo(first)
	for i := enter.From; i < enter.To; i++ {
		t := s.tiles.Tile(i)
		s.sum, s.n = s.sum+t.sum, s.n+t.n
		s.distinct.Merge(&t.distinct)
		if t.lo.Valid {
			s.low.Push(s.tiles.Start(i), t.lo.V, less)
			s.high.Push(s.tiles.Start(i), t.hi.V, greater)
		}
	}
	for i := leave.From; i < leave.To; i++ {
		t := s.tiles.Tile(i)
		s.sum, s.n = s.sum-t.sum, s.n-t.n
		s.distinct.Unmerge(&t.distinct)
	}
	s.low.Expire(first)
	s.high.Expire(first)
}

func (s *state) fold(time int64, r *row) {
	start := s.r.Begin(time)
	t := s.tiles.Open(start)
	if t == nil || !r.ok {
		return
	}
	t.sum, t.n = t.sum+r.v, t.n+1
	t.distinct.Add(r.v)
	Fold(&t.lo, r.v, less)
	s.low.Push(start, r.v, less)
	Fold(&t.hi, r.v, greater)
	s.high.Push(start, r.v, greater)
	t.first.Older(time, r, order)
	t.last.Newer(time, r, order)
}

func (s *state) evict(at int64) {
	n := s.log.Spent(s.r, at)
	s.seek(at)
	if s.r.AllTime {
		for i := range n {
			if r := s.log.Row(i); r.ok {
				Fold(&s.least, r.v, less)
				Fold(&s.most, r.v, greater)
				s.first.Older(s.log.Time(i), r, order)
				s.last.Newer(s.log.Time(i), r, order)
			}
		}
	}
	if s.r.Step > 0 {
		for i := range n {
			s.fold(s.log.Time(i), s.log.Row(i))
		}
	}
	s.log.Evict(n)
	s.cur.Evict(n)
	s.tiles.Evict()
	if s.r.AllTime || s.r.Step > 0 {
		s.lo.Expire(s.log.Start())
		s.hi.Expire(s.log.Start())
	}
}

// restored is the state as a snapshot brings it back: nothing but the log, the
// tiles and what is in a window for good is kept.
func (s *state) restored() *state {
	out := &state{log: s.log, r: s.r, first: s.first, last: s.last}
	if s.r.AllTime {
		s.seek(math.MinInt64)
		out.sum, out.n, out.distinct = s.sum, s.n, s.distinct
		out.least, out.most = s.least, s.most
	}
	var all []*tile
	b := s.tiles.Append(nil, func(t *tile, b []byte) []byte {
		all = append(all, t)
		return append(b, 0)
	})
	out.tiles.Read(codec.NewReader(b), func(t *tile, d *codec.Reader) {
		d.Byte()
		*t, all = *all[0], all[1:]
	})
	return out
}

// result is everything a window gives.
type result struct {
	Sum, N, Distinct int64
	Min, Max         runtime.Null[int64]
	HasFirst         bool
	First, Last      int64
}

func (s *state) read(at int64) result {
	s.seek(at)
	out := result{
		Sum: s.sum, N: s.n, Distinct: s.distinct.Value(),
		Min: Better(s.least, Better(s.lo.Value(), s.low.Value(), less), less),
		Max: Better(s.most, Better(s.hi.Value(), s.high.Value(), greater), greater),
	}
	oldest, newest := &s.first, &s.last
	if s.r.Step > 0 {
		oldest = Oldest(&s.tiles, func(t *tile) *Edge[row] { return &t.first })
		newest = Newest(&s.tiles, func(t *tile) *Edge[row] { return &t.last })
	}
	if r := s.log.First(s.cur.Span(), oldest, counts, order); r != nil {
		out.First, out.HasFirst = r.v, true
	}
	if r := s.log.Last(s.cur.Span(), newest, counts, order); r != nil {
		out.Last = r.v
	}
	return out
}

// within filters the model's events by the definition of a window.
func within(events []event, r Range, at int64) []event {
	var in []event
	from := r.From
	if r.Step > 0 {
		for (at-from)%r.Step != 0 {
			from++
		}
	}
	for _, e := range events {
		age := at - e.time
		old := r.AllTime || age < from || age == from && r.FromClosed
		if old && (age > r.To || age == r.To && r.ToClosed) {
			in = append(in, e)
		}
	}
	slices.SortFunc(in, func(a, b event) int { return cmp.Or(cmp.Compare(a.time, b.time), cmp.Compare(a.v, b.v)) })
	return in
}

func naive(events []event, r Range, at int64) result {
	var out result
	seen := map[int64]bool{}
	for _, e := range within(events, r, at) {
		if !e.ok {
			continue
		}
		out.Sum, out.N = out.Sum+e.v, out.N+1
		seen[e.v] = true
		if !out.Min.Valid || e.v < out.Min.V {
			out.Min = runtime.Some(e.v)
		}
		if !out.Max.Valid || e.v > out.Max.V {
			out.Max = runtime.Some(e.v)
		}
		if !out.HasFirst {
			out.First, out.HasFirst = e.v, true
		}
		out.Last = e.v
	}
	out.Distinct = int64(len(seen))
	return out
}

func drawRange(t *rapid.T) Range {
	r := Range{
		AllTime:    rapid.Bool().Draw(t, "all"),
		To:         rapid.Int64Range(0, 3).Draw(t, "to"),
		FromClosed: rapid.Bool().Draw(t, "fromClosed"),
		ToClosed:   rapid.Bool().Draw(t, "toClosed"),
	}
	if !r.AllTime {
		r.From = r.To + rapid.Int64Range(0, 6).Draw(t, "width")
	}
	return r
}

// drawStepped draws a window whose older end moves in steps.
func drawStepped(t *rapid.T) Range {
	from := rapid.Int64Range(1, 9).Draw(t, "width")
	return Range{From: from, FromClosed: true, ToClosed: true, Step: rapid.Int64Range(1, from).Draw(t, "step")}
}

func drawEvent(t *rapid.T) event {
	return event{
		time: rapid.Int64Range(-10, 20).Draw(t, "time"),
		row:  row{rapid.Int64Range(0, 4).Draw(t, "v"), rapid.IntRange(0, 3).Draw(t, "ok") > 0},
	}
}

// Whatever the order of inserts, reads at growing and at shrinking instants,
// and evictions, a window gives what its definition gives.
func TestSlidingAgainstNaive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := drawRange
		if rapid.Bool().Draw(t, "steps") {
			draw = drawStepped
		}
		s := &state{r: draw(t)}
		var events []event
		horizon := int64(-100)
		for range rapid.IntRange(0, 60).Draw(t, "steps") {
			switch rapid.IntRange(0, 5).Draw(t, "step") {
			case 0, 1, 2:
				e := drawEvent(t)
				events = append(events, e)
				s.insert(e)
			case 3, 4:
				at := max(horizon, rapid.Int64Range(-12, 30).Draw(t, "at"))
				if diff := gocmp.Diff(naive(events, s.r, at), s.read(at)); diff != "" {
					t.Fatalf("at %d in %+v (-want +got):\n%s", at, s.r, diff)
				}
			default:
				horizon = max(horizon, rapid.Int64Range(-12, 25).Draw(t, "horizon"))
				s.evict(horizon)
				if rapid.Bool().Draw(t, "restore") {
					s = s.restored()
				}
			}
		}
	})
}

func TestNewestAgainstNaive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var l Log[row]
		r := drawRange(t)
		n := rapid.Int64Range(1, 5).Draw(t, "n")
		var events []event
		horizon := int64(-100)
		for range rapid.IntRange(0, 40).Draw(t, "steps") {
			switch rapid.IntRange(0, 4).Draw(t, "step") {
			case 0, 1, 2:
				e := drawEvent(t)
				events = append(events, e)
				l.Insert(e.time, e.row)
			case 3:
				at := max(horizon, rapid.Int64Range(-12, 30).Draw(t, "at"))
				var want, got []int64
				in := slices.DeleteFunc(within(events, r, at), func(e event) bool { return !e.ok })
				for _, e := range in[max(0, len(in)-int(n)):] {
					want = append(want, e.v)
				}
				for _, i := range l.Newest(nil, l.Span(r, at), n, counts, order) {
					got = append(got, l.Row(i).v)
				}
				slices.Sort(want)
				slices.Sort(got)
				if diff := gocmp.Diff(want, got); diff != "" {
					t.Fatalf("newest %d at %d in %+v (-want +got):\n%s", n, at, r, diff)
				}
			default:
				horizon = max(horizon, rapid.Int64Range(-12, 25).Draw(t, "horizon"))
				keep := l.Keep(r, horizon, n, counts)
				if !r.AllTime {
					keep = max(keep, l.Spent(r, horizon))
				}
				l.Evict(keep)
			}
		}
	})
}

func TestBounds(t *testing.T) {
	for _, tt := range []struct {
		name        string
		r           Range
		first, last int64
	}{
		{"open tail", Range{From: 10, ToClosed: true}, 91, 100},
		{"closed", Range{From: 10, FromClosed: true, ToClosed: true}, 90, 100},
		{"open head", Range{From: 10, FromClosed: true}, 90, 99},
		{"offset", Range{From: 10, To: 5, ToClosed: true}, 91, 95},
		{"all", Range{AllTime: true, ToClosed: true}, math.MinInt64, 100},
	} {
		first, last := tt.r.Bounds(100)
		if first != tt.first || last != tt.last {
			t.Errorf("%s: [%d, %d], want [%d, %d]", tt.name, first, last, tt.first, tt.last)
		}
	}
	if first, last := (Range{From: 10, To: 5}).Bounds(math.MinInt64); last != math.MinInt64 || first > math.MinInt64+1 {
		t.Errorf("bounds at the smallest instant wrap: [%d, %d]", first, last)
	}
}

func TestDistinctEncoding(t *testing.T) {
	var d Distinct[string]
	for _, v := range []string{"b", "a", "b", "", "ü"} {
		d.Add(v)
	}
	d.Sub("a")
	b := d.Append(nil, codec.AppendString)
	var e Distinct[string]
	r := codec.NewReader(b)
	e.Read(r, (*codec.Reader).String)
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	e.Sub("b")
	if got := e.Value(); got != 3 {
		t.Errorf("%d different values, want 3", got)
	}
	d.Reset()
	if got := d.Value(); got != 0 {
		t.Errorf("%d different values after Reset", got)
	}
}

// A log that is appended to and evicted at the same pace stops growing.
func TestLogIsBounded(t *testing.T) {
	var l Log[row]
	for i := range int64(10000) {
		l.Insert(i, row{v: i})
		if l.Full() {
			l.Evict(l.Spent(Range{From: 20, ToClosed: true}, i))
		}
	}
	if cap(l.rows) > 256 {
		t.Errorf("room for %d rows, 20 are needed", cap(l.rows))
	}
	if allocs := testing.AllocsPerRun(1000, func() {
		l.Insert(20000, row{})
		l.Evict(1)
	}); allocs > 0.01 {
		t.Errorf("%v allocations per event", allocs)
	}
}

// What is cut off can be put in again, and no cursor that stands before it minds.
func TestCut(t *testing.T) {
	var l Log[string]
	for _, at := range []int64{1, 2, 2, 3, 5} {
		l.Insert(at, "old")
	}
	l.Evict(1)
	var c Cursor
	l.Seek(&c, 0, 1)
	l.Cut(2)
	if l.Len() != 0 {
		t.Errorf("%d rows are left, want none", l.Len())
	}
	l.Insert(4, "new")
	if enter, _, _ := l.Seek(&c, 0, 4); enter != (Span{0, 1}) || *l.Row(0) != "new" {
		t.Errorf("%+v came in, the row is %q", enter, *l.Row(0))
	}
}

// The first beginning of a unit from an instant on is the only one up to there.
func TestCalendarFrom(t *testing.T) {
	clock := NewClock(0, 0, 40_000_000, 40_000_000, 3600, 80_000_000, 80_003_600, 0, 1<<50) // ahead by an hour, and back
	for unit := UnitHour; unit <= UnitYear; unit++ {
		c := &Calendar{Clock: clock, Unit: unit}
		for at := -10 * Day; at < 1200*Day; at += 7*Hour + 1 {
			next := c.From(at)
			if c.begin(next) != next || next < at || next > at && c.begin(next-1) >= at {
				t.Fatalf("unit %d: from %d the first is %d", unit, at, next)
			}
		}
	}
}
