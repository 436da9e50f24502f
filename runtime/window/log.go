package window

import "math"

// Log holds the rows of one key in order of event time, rows of equal times in
// any order. Rows are appended in amortised constant time, inserted further
// back at the cost of the rows behind them, and evicted from the old end.
//
// Times stand beside their rows: of many keys few are at hand, and what an event
// costs is the memory that it touches first.
type Log[R any] struct {
	rows  []timed[R]
	head  uint32 // rows before it are evicted
	limit uint32 // length at which Full reports true
}

type timed[R any] struct {
	time int64
	row  R
}

// minRows is the length below which eviction is not worth its while.
const minRows = 16

// Len returns the number of rows.
func (l *Log[R]) Len() int { return len(l.rows) - int(l.head) }

// live returns the rows with their times. They are valid until the next change.
func (l *Log[R]) live() []timed[R] { return l.rows[l.head:] }

// Row returns row i.
func (l *Log[R]) Row(i int) *R { return &l.rows[int(l.head)+i].row }

// Time returns the event time of row i.
func (l *Log[R]) Time(i int) int64 { return l.rows[int(l.head)+i].time }

// Start returns the event time of the oldest row, the end of all time where
// there is none.
func (l *Log[R]) Start() int64 {
	if l.Len() == 0 {
		return math.MaxInt64
	}
	return l.Time(0)
}

// Grow makes room for n rows in a log that has none.
func (l *Log[R]) Grow(n int) { l.rows = make([]timed[R], 0, n) }

// Insert puts a row in its place, behind those of its time, and returns its
// position.
func (l *Log[R]) Insert(time int64, row R) int {
	if len(l.rows) == cap(l.rows) {
		l.extend()
	}
	l.rows = append(l.rows, timed[R]{time, row})
	i := len(l.rows) - 1
	if i == int(l.head) || l.rows[i-1].time <= time {
		return i - int(l.head)
	}
	for i--; i > int(l.head) && l.rows[i-1].time > time; i-- {
	}
	copy(l.rows[i+1:], l.rows[i:])
	l.rows[i] = timed[R]{time, row}
	return i - int(l.head)
}

// Cap returns the number of rows that the log has room for.
func (l *Log[R]) Cap() int { return cap(l.rows) }

// Full reports whether the log has grown by half of what was left at the last
// eviction, so that trying again costs a constant per row.
func (l *Log[R]) Full() bool { return l.Len() >= max(int(l.limit), minRows) }

// Evict drops the oldest n rows.
func (l *Log[R]) Evict(n int) {
	clear(l.live()[:n]) // let go of strings
	l.head += uint32(n)
	l.limit = uint32(l.Len() + l.Len()/2)
}

// Cut drops the rows from an event time on.
func (l *Log[R]) Cut(time int64) {
	n := int(l.head) + l.before(time)
	clear(l.rows[n:]) // let go of strings
	l.rows = l.rows[:n]
}

// extend makes room for a row in a log that has none: where evicted rows take up
// a quarter, in their place, at the cost of three moves for each. Else it grows by
// a quarter, not to twice its size as append has it: most keys have few rows and
// the rest have most of the rows, so that what stands empty is memory lost.
func (l *Log[R]) extend() {
	if int(l.head) > len(l.rows)/4 {
		l.compact()
		return
	}
	room := max(4, l.Len()/4)
	if l.Len() < 4 {
		room = 2
	}
	live := l.live()
	rows := append([]timed[R](nil), make([]timed[R], len(live)+room)...) // as many as the allocator gives for it
	l.rows, l.head = rows[:copy(rows, live)], 0
}

func (l *Log[R]) compact() {
	n := copy(l.rows, l.live())
	clear(l.rows[n:])
	l.rows, l.head = l.rows[:n], 0
}

// upTo returns the number of rows with an event time up to the instant.
func (l *Log[R]) upTo(time int64) int {
	if time == math.MaxInt64 {
		return l.Len()
	}
	return l.before(time + 1)
}

// before returns the number of rows with an event time before the instant.
func (l *Log[R]) before(time int64) int {
	rows := l.live()
	from, to := 0, len(rows)
	for from < to {
		if i := int(uint(from+to) / 2); rows[i].time < time {
			from = i + 1
		} else {
			to = i
		}
	}
	return from
}
