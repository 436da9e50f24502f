package window

import "github.com/featc-lang/featc/runtime"

// Extreme keeps the smallest or largest value of a window: a queue of the
// values that no later one beats, the best first. Which is better is said with
// each call and must always be the same.
type Extreme[T any] struct {
	folded runtime.Null[T] // the best of what is in it for good
	queue  []entry[T]
	head   int
}

type entry[T any] struct {
	row   int
	value T
}

// Push takes in the value of the row with the number, which must be above all
// before it.
func (m *Extreme[T]) Push(row int, v T, better func(a, b T) bool) {
	n := len(m.queue)
	for n > m.head && !better(m.queue[n-1].value, v) {
		n--
	}
	if n == m.head {
		n, m.head = 0, 0
	}
	m.queue = append(m.queue[:n], entry[T]{row, v})
}

// Expire lets go of the rows numbered below row.
func (m *Extreme[T]) Expire(row int) {
	for m.head < len(m.queue) && m.queue[m.head].row < row {
		m.head++
	}
}

// Reset lets go of all rows, to push them anew.
func (m *Extreme[T]) Reset() { m.queue, m.head = m.queue[:0], 0 }

// Fold takes in a value for good: that of a row which leaves the log but not
// the window.
func (m *Extreme[T]) Fold(v T, better func(a, b T) bool) {
	if !m.folded.Valid || better(v, m.folded.V) {
		m.folded = runtime.Some(v)
	}
}

// Folded is the best value that is in for good: a snapshot keeps it.
func (m *Extreme[T]) Folded() *runtime.Null[T] { return &m.folded }

// Value returns the best value, null where there is none.
func (m *Extreme[T]) Value(better func(a, b T) bool) runtime.Null[T] {
	if m.head == len(m.queue) {
		return m.folded
	}
	v := m.queue[m.head].value
	if m.folded.Valid && better(m.folded.V, v) {
		return m.folded
	}
	return runtime.Some(v)
}
