package window

// Top is the best n of what is added, the best first. The n and which is better
// are said with each call and must always be the same.
type Top[T any] struct{ items []T }

// Reset takes everything out.
func (t *Top[T]) Reset() {
	clear(t.items)
	t.items = t.items[:0]
}

// Add takes in what is among the best n.
func (t *Top[T]) Add(v T, n int, better func(a, b T) bool) {
	at := len(t.items)
	if at == n && !better(v, t.items[at-1]) {
		return
	}
	if at < n {
		t.items = append(t.items, v)
	} else {
		at--
	}
	for ; at > 0 && better(v, t.items[at-1]); at-- {
		t.items[at] = t.items[at-1]
	}
	t.items[at] = v
}

// Items returns the best, until something is added.
func (t *Top[T]) Items() []T { return t.items }
