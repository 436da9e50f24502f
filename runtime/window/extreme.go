package window

import (
	"slices"

	"github.com/featc-lang/featc/runtime"
)

// Extreme keeps the smallest or largest value of a window: a queue of the
// values that no later one beats, the best and oldest first. Which is better is
// said with each call and must always be the same.
type Extreme[T any] struct {
	queue []entry[T]
	head  int
}

type entry[T any] struct {
	time  int64
	value T
}

// Push takes in the value of a row. Rows may come in any order; one that is
// behind others costs those that it is behind.
func (m *Extreme[T]) Push(time int64, v T, better func(a, b T) bool) {
	end := len(m.queue)
	for end > m.head && m.queue[end-1].time > time {
		end--
	}
	if end < len(m.queue) && !better(v, m.queue[end].value) {
		return // leaves before one that is as good
	}
	n := end
	for n > m.head && !better(m.queue[n-1].value, v) {
		n--
	}
	switch e := (entry[T]{time, v}); {
	case end < len(m.queue):
		m.queue = slices.Replace(m.queue, n, end, e)
	case n == m.head:
		m.queue, m.head = append(m.queue[:0], e), 0
	default:
		if n == cap(m.queue) && m.head > n/2 {
			n = copy(m.queue, m.queue[m.head:])
			m.head = 0
		}
		m.queue = append(m.queue[:n], e)
	}
}

// Expire lets go of the values of rows before an instant.
func (m *Extreme[T]) Expire(before int64) {
	for m.head < len(m.queue) && m.queue[m.head].time < before {
		m.head++
	}
}

// Reset lets go of all rows, to push them anew.
func (m *Extreme[T]) Reset() { m.queue, m.head = m.queue[:0], 0 }

// Value returns the best value, null where there is none.
func (m *Extreme[T]) Value() runtime.Null[T] {
	if m.head == len(m.queue) {
		return runtime.Null[T]{}
	}
	return runtime.Some(m.queue[m.head].value)
}

// Fold puts a value in the place of one that it is better than, or of none.
func Fold[T any](best *runtime.Null[T], v T, better func(a, b T) bool) {
	if !best.Valid || better(v, best.V) {
		*best = runtime.Some(v)
	}
}

// Better returns the better of two values, the other one where one is null.
func Better[T any](a, b runtime.Null[T], better func(a, b T) bool) runtime.Null[T] {
	if b.Valid {
		Fold(&a, b.V, better)
	}
	return a
}
