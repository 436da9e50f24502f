package columns

import (
	"encoding/binary"
	"slices"

	"github.com/featc-lang/featc/runtime/codec"
	"github.com/featc-lang/featc/runtime/value"
)

// Append appends the encoding of the rows lo up to, not including, hi: how many,
// and by column its kind, whether any cell is null, which, and the cells with
// fixed width, little-endian.
func (b *Batch) Append(out []byte, lo, hi int) []byte {
	out = codec.AppendUint64(out, uint64(hi-lo))
	for i := range b.Columns {
		out = b.Columns[i].append(out, lo, hi)
	}
	return out
}

func (c *Column) append(out []byte, lo, hi int) []byte {
	out = append(out, byte(c.Kind))
	valid := c.Valid[lo:hi]
	nulls := slices.Contains(valid, false)
	out = codec.AppendBool(out, nulls)
	if nulls {
		for _, v := range valid {
			out = codec.AppendBool(out, v)
		}
	}
	if textual(c.Kind) {
		return c.appendText(out, lo, hi)
	}
	out = appendWords(out, c.Words[lo:hi])
	if c.Kind == value.Decimal {
		out = appendWords(out, c.Highs[lo:hi])
	}
	return out
}

func (c *Column) appendText(out []byte, lo, hi int) []byte {
	start, end := 0, 0
	if lo > 0 {
		start = c.Ends[lo-1]
	}
	if hi > 0 {
		end = c.Ends[hi-1]
	}
	for _, e := range c.Ends[lo:hi] {
		out = binary.LittleEndian.AppendUint32(out, uint32(e-start))
	}
	return append(out, c.Text[start:end]...)
}

func appendWords(out []byte, words []int64) []byte {
	for _, w := range words {
		out = binary.LittleEndian.AppendUint64(out, uint64(w))
	}
	return out
}

// Decode replaces b by what Append encoded of a batch with as many columns, and
// keeps b's room. It returns what follows in data.
func (b *Batch) Decode(data []byte) (rest []byte, err error) {
	b.Reset()
	rows, n := binary.Uvarint(data)
	if n <= 0 || len(b.Columns) > 0 && rows > uint64(len(data)) {
		return nil, codec.ErrCorrupt
	}
	d := &decoder{rest: data[n:]}
	for i := range b.Columns {
		b.Columns[i].decode(d, int(rows))
	}
	if d.failed {
		b.Reset()
		return nil, codec.ErrCorrupt
	}
	b.Rows = int(rows)
	return d.rest, nil
}

type decoder struct {
	rest   []byte
	failed bool
}

// take returns the next n bytes, nil where they are not there.
func (d *decoder) take(n int) []byte {
	if d.failed || n > len(d.rest) {
		d.failed = true
		return nil
	}
	out := d.rest[:n]
	d.rest = d.rest[n:]
	return out
}

func (c *Column) decode(d *decoder, rows int) {
	head := d.take(2)
	if head == nil {
		return
	}
	c.Kind = value.Kind(head[0])
	if head[1] == 0 {
		for range rows {
			c.Valid = append(c.Valid, true)
		}
	} else {
		for _, valid := range d.take(rows) {
			c.Valid = append(c.Valid, valid != 0)
		}
	}
	if !textual(c.Kind) {
		c.Words = d.words(c.Words, rows)
		if c.Kind == value.Decimal {
			c.Highs = d.words(c.Highs, rows)
		}
		return
	}
	last := 0
	for cells := d.take(4 * rows); len(cells) > 0; cells = cells[4:] {
		end := int(binary.LittleEndian.Uint32(cells))
		d.failed = d.failed || end < last
		last = end
		c.Ends = append(c.Ends, end)
	}
	c.text = string(d.take(last))
}

func (d *decoder) words(out []int64, n int) []int64 {
	for cells := d.take(8 * n); len(cells) > 0; cells = cells[8:] {
		out = append(out, int64(binary.LittleEndian.Uint64(cells)))
	}
	return out
}
