package window

// Log holds the rows of one key in order of event time, rows of equal times in
// any order. Rows are appended in amortised constant time, inserted further
// back at the cost of the rows behind them, and evicted from the old end.
type Log[R any] struct {
	times []int64
	rows  []R
	head  int // rows before it are evicted
	first int // number of rows ever evicted
	limit int // length at which Full reports true
}

// minRows is the length below which eviction is not worth its while.
const minRows = 16

// Len returns the number of rows.
func (l *Log[R]) Len() int { return len(l.rows) - l.head }

// Times returns the rows' event times. They are valid until the next change.
func (l *Log[R]) Times() []int64 { return l.times[l.head:] }

// Rows returns the rows. They are valid until the next change.
func (l *Log[R]) Rows() []R { return l.rows[l.head:] }

// Row returns row i.
func (l *Log[R]) Row(i int) *R { return &l.rows[l.head+i] }

// Number returns a number for row i that eviction does not change.
func (l *Log[R]) Number(i int) int { return l.first + i }

// Insert puts a row in its place, behind those of its time, and returns its
// position.
func (l *Log[R]) Insert(time int64, row R) int {
	if len(l.rows) == cap(l.rows) && l.head > len(l.rows)/2 {
		l.compact()
	}
	l.times = append(l.times, time)
	l.rows = append(l.rows, row)
	i := len(l.times) - 1
	for ; i > l.head && l.times[i-1] > time; i-- {
		l.times[i] = l.times[i-1]
		l.rows[i] = l.rows[i-1]
	}
	l.times[i], l.rows[i] = time, row
	return i - l.head
}

// Full reports whether the log has grown to twice what was left at the last
// eviction, so that trying again costs a constant per row.
func (l *Log[R]) Full() bool { return l.Len() >= max(l.limit, minRows) }

// Evict drops the oldest n rows.
func (l *Log[R]) Evict(n int) {
	clear(l.rows[l.head : l.head+n]) // let go of strings
	l.head += n
	l.first += n
	l.limit = 2 * l.Len()
}

// Cut drops the rows from an event time on.
func (l *Log[R]) Cut(time int64) {
	n := l.head + l.before(time)
	clear(l.rows[n:]) // let go of strings
	l.rows, l.times = l.rows[:n], l.times[:n]
}

func (l *Log[R]) compact() {
	n := copy(l.rows, l.rows[l.head:])
	copy(l.times, l.times[l.head:])
	clear(l.rows[n:])
	l.rows, l.times, l.head = l.rows[:n], l.times[:n], 0
}
