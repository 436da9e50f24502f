package window

import "github.com/featc-lang/featc/runtime/codec"

// Edge is the newest or the oldest row that counts among those that have left
// the log but not a window without an older end.
type Edge[R any] struct {
	Time  int64
	Row   R
	Valid bool
}

// Newer puts the row in, where it is newer than the one there.
func (e *Edge[R]) Newer(time int64, row *R, order func(a, b *R) int) {
	if !e.Valid || compare(time, row, e.Time, &e.Row, order) > 0 {
		*e = Edge[R]{time, *row, true}
	}
}

// Older puts the row in, where it is older than the one there.
func (e *Edge[R]) Older(time int64, row *R, order func(a, b *R) int) {
	if !e.Valid || compare(time, row, e.Time, &e.Row, order) < 0 {
		*e = Edge[R]{time, *row, true}
	}
}

// Append appends the encoding of e, the row by f.
func (e *Edge[R]) Append(b []byte, f func(*R, []byte) []byte) []byte {
	b = codec.AppendBool(b, e.Valid)
	if e.Valid {
		b = f(&e.Row, codec.AppendInt64(b, e.Time))
	}
	return b
}

// Read decodes what Append wrote, the row by f.
func (e *Edge[R]) Read(d *codec.Reader, f func(*R, *codec.Reader)) {
	if e.Valid = d.Bool(); e.Valid {
		e.Time = d.Int64()
		f(&e.Row, d)
	}
}

func compare[R any](ta int64, a *R, tb int64, b *R, order func(a, b *R) int) int {
	switch {
	case ta < tb:
		return -1
	case ta > tb:
		return 1
	default:
		return order(a, b)
	}
}

// Last returns the newest row of a span, or of evicted, that counts; nil where
// there is none. A nil counts means all rows; order decides between rows of one
// time.
func (l *Log[R]) Last(in Span, evicted *Edge[R], counts func(*R) bool, order func(a, b *R) int) *R {
	rows := l.live()
	var best *R
	var at int64
	for i := in.To - 1; i >= in.From && (best == nil || rows[i].time == at); i-- {
		if r := l.Row(i); (counts == nil || counts(r)) && (best == nil || order(r, best) > 0) {
			best, at = r, rows[i].time
		}
	}
	if evicted != nil && evicted.Valid && (best == nil || compare(evicted.Time, &evicted.Row, at, best, order) > 0) {
		return &evicted.Row
	}
	return best
}

// First returns the oldest row of a span, or of evicted, that counts; nil where
// there is none. A nil counts means all rows; order decides between rows of one
// time.
func (l *Log[R]) First(in Span, evicted *Edge[R], counts func(*R) bool, order func(a, b *R) int) *R {
	rows := l.live()
	var best *R
	var at int64
	for i := in.From; i < in.To && (best == nil || rows[i].time == at); i++ {
		if r := l.Row(i); (counts == nil || counts(r)) && (best == nil || order(r, best) < 0) {
			best, at = r, rows[i].time
		}
	}
	if evicted != nil && evicted.Valid && (best == nil || compare(evicted.Time, &evicted.Row, at, best, order) < 0) {
		return &evicted.Row
	}
	return best
}
