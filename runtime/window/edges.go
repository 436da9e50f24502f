package window

import "github.com/featc-lang/featc/runtime/codec"

// Edges are the newest n rows, or the oldest, among those that were put in: the
// first is the newest, or the oldest. The n is said with each call and must always
// be the same; so must which end it is.
type Edges[R any] struct {
	rows []edgeRow[R]
}

type edgeRow[R any] struct {
	time int64
	row  R
}

// Newer puts the row in, where it is among the newest n.
func (e *Edges[R]) Newer(time int64, row *R, n int, order func(a, b *R) int) {
	e.put(time, row, n, order, +1)
}

// Older puts the row in, where it is among the oldest n.
func (e *Edges[R]) Older(time int64, row *R, n int, order func(a, b *R) int) {
	e.put(time, row, n, order, -1)
}

func (e *Edges[R]) put(time int64, row *R, n int, order func(a, b *R) int, sign int) {
	at := len(e.rows)
	for at > 0 && sign*compare(time, row, e.rows[at-1].time, &e.rows[at-1].row, order) > 0 {
		at--
	}
	if at >= n {
		return
	}
	if len(e.rows) < n {
		e.rows = append(e.rows, edgeRow[R]{})
	}
	copy(e.rows[at+1:], e.rows[at:])
	e.rows[at] = edgeRow[R]{time, *row}
}

// MergeNewer puts in all that is in f.
func (e *Edges[R]) MergeNewer(f *Edges[R], n int, order func(a, b *R) int) {
	for i := range f.rows {
		e.Newer(f.rows[i].time, &f.rows[i].row, n, order)
	}
}

// MergeOlder puts in all that is in f.
func (e *Edges[R]) MergeOlder(f *Edges[R], n int, order func(a, b *R) int) {
	for i := range f.rows {
		e.Older(f.rows[i].time, &f.rows[i].row, n, order)
	}
}

// Row returns row i, nil where there are not so many.
func (e *Edges[R]) Row(i int) *R {
	if i >= len(e.rows) {
		return nil
	}
	return &e.rows[i].row
}

// Len returns the number of rows.
func (e *Edges[R]) Len() int { return len(e.rows) }

// Reset takes all rows out.
func (e *Edges[R]) Reset() {
	clear(e.rows)
	e.rows = e.rows[:0]
}

// Append appends the encoding of e, rows by f.
func (e *Edges[R]) Append(b []byte, f func(*R, []byte) []byte) []byte {
	b = codec.AppendUint64(b, uint64(len(e.rows)))
	for i := range e.rows {
		b = f(&e.rows[i].row, codec.AppendInt64(b, e.rows[i].time))
	}
	return b
}

// Read decodes what Append wrote, rows by f.
func (e *Edges[R]) Read(d *codec.Reader, f func(*R, *codec.Reader)) {
	e.Reset()
	for range d.Len() {
		r := edgeRow[R]{time: d.Int64()}
		f(&r.row, d)
		e.rows = append(e.rows, r)
	}
}

// NewestRows puts the newest n rows of a span that count into e. A nil counts means
// all rows; order decides between rows of one time.
func (l *Log[R]) NewestRows(e *Edges[R], in Span, n int, counts func(*R) bool, order func(a, b *R) int) {
	rows := l.live()
	found := 0
	for i := in.To - 1; i >= in.From && (found < n || rows[i].time == rows[i+1].time); i-- {
		if r := l.Row(i); counts == nil || counts(r) {
			e.Newer(rows[i].time, r, n, order)
			found++
		}
	}
}

// OldestRows is NewestRows from the other end.
func (l *Log[R]) OldestRows(e *Edges[R], in Span, n int, counts func(*R) bool, order func(a, b *R) int) {
	rows := l.live()
	found := 0
	for i := in.From; i < in.To && (found < n || rows[i].time == rows[i-1].time); i++ {
		if r := l.Row(i); counts == nil || counts(r) {
			e.Older(rows[i].time, r, n, order)
			found++
		}
	}
}

// NewestOfTiles puts the newest n rows of the tiles in the window into e.
func NewestOfTiles[T, R any](e *Edges[R], t *Tiles[T], n int, edges func(*T) *Edges[R], order func(a, b *R) int) {
	for i, found := t.Len()-1, 0; i >= t.out && found < n; i-- {
		of := edges(t.Tile(i))
		e.MergeNewer(of, n, order)
		found += of.Len()
	}
}

// OldestOfTiles is NewestOfTiles from the other end.
func OldestOfTiles[T, R any](e *Edges[R], t *Tiles[T], n int, edges func(*T) *Edges[R], order func(a, b *R) int) {
	for i, found := t.out, 0; i < t.Len() && found < n; i++ {
		of := edges(t.Tile(i))
		e.MergeOlder(of, n, order)
		found += of.Len()
	}
}
