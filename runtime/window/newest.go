package window

import "slices"

// Newest appends to picked the positions of the newest n rows of a span that
// count, where times order rows and order those of one time. A nil counts
// means all rows. The rows come in no particular order.
func (l *Log[R]) Newest(picked []int, in Span, n int64, counts func(*R) bool, order func(a, b *R) int) []int {
	picked = picked[:0]
	rows := l.live()
	for i := in.To; i > in.From && int64(len(picked)) < n; {
		run := len(picked)
		for t := rows[i-1].time; i > in.From && rows[i-1].time == t; i-- {
			if counts == nil || counts(l.Row(i-1)) {
				picked = append(picked, i-1)
			}
		}
		if int64(len(picked)) > n {
			tied := picked[run:]
			slices.SortFunc(tied, func(a, b int) int { return order(l.Row(b), l.Row(a)) })
			picked = picked[:n]
		}
	}
	return picked
}

// Rows appends to picked the positions of all rows of a span, in order of time.
func (l *Log[R]) Rows(picked []int, in Span) []int {
	picked = picked[:0]
	for i := in.From; i < in.To; i++ {
		picked = append(picked, i)
	}
	return picked
}

// InOrder sorts positions: by times, and order decides between rows of one time.
func (l *Log[R]) InOrder(picked []int, order func(a, b *R) int) []int {
	rows := l.live()
	slices.SortFunc(picked, func(a, b int) int {
		return compare(rows[a].time, &rows[a].row, rows[b].time, &rows[b].row, order)
	})
	return picked
}

// Keep returns how many of the oldest rows no window over the newest n can need
// at an instant and ever after: all before the time of the n-th newest row that
// counts in the window then, or of the oldest one where there are fewer.
func (l *Log[R]) Keep(r Range, at, n int64, counts func(*R) bool) int {
	rows := l.live()
	_, last := r.Bounds(at)
	end := l.upTo(last)
	oldest := end
	for i := end; i > 0 && n > 0; i-- {
		if counts == nil || counts(l.Row(i-1)) {
			oldest, n = i-1, n-1
		}
	}
	if oldest == end {
		return end
	}
	return l.before(rows[oldest].time)
}

// Span returns the rows in a window at an instant.
func (l *Log[R]) Span(r Range, at int64) Span {
	first, last := r.Bounds(at)
	hi := l.upTo(last)
	return Span{min(l.before(first), hi), hi}
}

// Between returns the rows with event times from first to last.
func (l *Log[R]) Between(first, last int64) Span {
	hi := l.upTo(last)
	return Span{min(l.before(first), hi), hi}
}

// Before returns how many of the oldest rows have event times before first; last
// is that of a window's bounds, and plays no part.
func (l *Log[R]) Before(first, _ int64) int { return l.before(first) }

// Spent returns how many of the oldest rows are, at an instant and ever after,
// out of the window or, where it has no older end, in it for good. Where the
// older end moves in steps they may also be in it, to go with all of their step.
func (l *Log[R]) Spent(r Range, at int64) int {
	first, last := r.Bounds(at)
	if r.AllTime || r.Step > 0 {
		return l.upTo(last)
	}
	return l.before(first)
}
