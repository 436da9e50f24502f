package window

import (
	"math"

	"github.com/featc-lang/featc/runtime/codec"
)

// Tiles are what a window whose older end moves in steps keeps of rows that
// have left the log: a T for each step in which there were some, with what they
// add up to. Since the older end is always between two steps, rows of one step
// leave the window together.
//
// The window stands at an instant, as a cursor does: some of the oldest tiles
// are out of it. The zero Tiles are none.
type Tiles[T any] struct {
	log   Log[T] // by the instants at which steps begin
	out   int    // tiles that the window is past
	first int64  // first event time in the window where it stands
}

// Len returns the number of tiles.
func (t *Tiles[T]) Len() int { return t.log.Len() }

// Tile returns tile i.
func (t *Tiles[T]) Tile(i int) *T { return t.log.Row(i) }

// Start returns the instant at which the step of tile i begins.
func (t *Tiles[T]) Start(i int) int64 { return t.log.Time(i) }

// MoveTo moves the window to begin at an instant, the beginning of a step, and
// returns the tiles that come in and go out.
func (t *Tiles[T]) MoveTo(first int64) (enter, leave Span) {
	before := t.out
	t.out, t.first = t.log.before(first), first
	if t.out < before {
		return Span{t.out, before}, Span{}
	}
	return Span{}, Span{before, t.out}
}

// Open returns the tile of the step that begins at an instant, a new one where
// there is none, and nil where the window is past it.
func (t *Tiles[T]) Open(start int64) *T {
	if start < t.first {
		return nil
	}
	i := t.log.upTo(start) - 1
	if i < 0 || t.log.Time(i) != start {
		var none T
		i = t.log.Insert(start, none)
	}
	return t.log.Row(i)
}

// Evict drops the tiles that the window is past.
func (t *Tiles[T]) Evict() {
	t.log.Evict(t.out)
	t.out = 0
}

// Append appends the encoding of t, tiles by f.
func (t *Tiles[T]) Append(b []byte, f func(*T, []byte) []byte) []byte {
	b = codec.AppendUint64(b, uint64(t.Len()))
	for i := range t.Len() {
		b = f(t.Tile(i), codec.AppendInt64(b, t.Start(i)))
	}
	return b
}

// Read decodes what Append wrote, tiles by f. The window is past them all.
func (t *Tiles[T]) Read(d *codec.Reader, f func(*T, *codec.Reader)) {
	for range d.Len() {
		var tile T
		start := d.Int64()
		f(&tile, d)
		t.log.Insert(start, tile)
	}
	t.out, t.first = t.Len(), math.MaxInt64
}

// Newest returns the edge of the newest tile in the window that has one, nil
// where none has.
func Newest[T, R any](t *Tiles[T], edge func(*T) *Edge[R]) *Edge[R] {
	for i := t.Len() - 1; i >= t.out; i-- {
		if e := edge(t.Tile(i)); e.Valid {
			return e
		}
	}
	return nil
}

// Oldest returns the edge of the oldest tile in the window that has one, nil
// where none has.
func Oldest[T, R any](t *Tiles[T], edge func(*T) *Edge[R]) *Edge[R] {
	for i := t.out; i < t.Len(); i++ {
		if e := edge(t.Tile(i)); e.Valid {
			return e
		}
	}
	return nil
}
