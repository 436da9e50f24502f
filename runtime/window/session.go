package window

import "math"

// Session appends to picked the positions of the rows of the session that goes
// on at an instant: the rows that count, from the newest one up to the instant
// back, while neither two of them nor the newest and the instant are further
// apart than gap. A nil counts means all rows. The rows come from the newest.
func (l *Log[R]) Session(picked []int, at, gap int64, counts func(*R) bool) []int {
	picked = picked[:0]
	rows := l.live()
	next := at
	for i := l.upTo(at) - 1; i >= 0 && next-rows[i].time <= gap; i-- {
		if counts == nil || counts(l.Row(i)) {
			picked = append(picked, i)
			next = rows[i].time
		}
	}
	return picked
}

// Closed returns how many of the oldest rows can be in no session at an instant
// and ever after: those up to the last one which is further than gap from all
// that can come next, be it a row that is there, one that is still to be
// inserted, from settled on, or the instant.
func (l *Log[R]) Closed(gap, at, settled int64, counts func(*R) bool) int {
	rows := l.live()
	next := min(at, settled)
	if next < math.MinInt64+gap {
		return 0
	}
	for i := l.before(next) - 1; i >= 0; i-- {
		if counts != nil && !counts(l.Row(i)) {
			continue
		}
		if next-rows[i].time > gap {
			return i + 1
		}
		next = rows[i].time
	}
	return 0
}
