// Package columns holds rows column by column: how many rows go between featc
// and operators at once, without a value of its own for every cell.
package columns

import (
	"cmp"
	"math"

	"github.com/featc-lang/featc/runtime"
	"github.com/featc-lang/featc/runtime/exact"
	"github.com/featc-lang/featc/runtime/fn"
	"github.com/featc-lang/featc/runtime/value"
)

// Batch is a number of rows.
type Batch struct {
	Rows    int
	Columns []Column
}

// New returns an empty batch with columns of the kinds.
func New(kinds ...value.Kind) *Batch {
	b := &Batch{Columns: make([]Column, len(kinds))}
	for i, k := range kinds {
		b.Columns[i].Kind = k
	}
	return b
}

// Reset empties the batch and keeps its room.
func (b *Batch) Reset() {
	b.Rows = 0
	for i := range b.Columns {
		b.Columns[i].reset()
	}
}

// Column is the values of one kind, a cell per row.
type Column struct {
	Kind  value.Kind
	Valid []bool  // false: null
	Words []int64 // as value.Value.I has them; not of text
	Highs []int64 // of decimals: as value.Value.Hi
	Ends  []int   // of text and what is nested: where in Text each cell ends
	Text  []byte  // strings and bytes, one after the other

	text string // Text, once no more is appended
}

// textual reports whether cells of a kind are in Text.
func textual(k value.Kind) bool { return k.IsText() }

func (c *Column) reset() {
	c.Valid, c.Words, c.Highs, c.Ends, c.Text, c.text = c.Valid[:0], c.Words[:0], c.Highs[:0], c.Ends[:0], c.Text[:0], ""
}

// Seal ends the appending of text, which Same and the methods that read text
// need.
func (b *Batch) Seal() {
	for i := range b.Columns {
		if c := &b.Columns[i]; textual(c.Kind) {
			c.text = string(c.Text)
		}
	}
}

// Same reports whether cell i is cell j of another column of the kind: both
// null, or the same bits.
func (c *Column) Same(i int, d *Column, j int) bool {
	switch {
	case c.Valid[i] != d.Valid[j]:
		return false
	case !c.Valid[i]:
		return true
	case textual(c.Kind):
		return c.cell(i) == d.cell(j)
	case c.Kind == value.Decimal && c.Highs[i] != d.Highs[j]:
		return false
	}
	return c.Words[i] == d.Words[j]
}

// Compare orders cell i and cell j of another column of the kind: nulls first,
// then ascending, text bytewise. Floats are no keys and have no order here.
func (c *Column) Compare(i int, d *Column, j int) int {
	switch {
	case !c.Valid[i] || !d.Valid[j]:
		return cmp.Compare(number(c.Valid[i]), number(d.Valid[j]))
	case textual(c.Kind):
		return cmp.Compare(c.cell(i), d.cell(j))
	case c.Kind == value.Decimal:
		return cmp.Or(cmp.Compare(c.Highs[i], d.Highs[j]), cmp.Compare(uint64(c.Words[i]), uint64(d.Words[j])))
	}
	return cmp.Compare(c.Words[i], d.Words[j])
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (c *Column) cell(i int) string {
	if i == 0 {
		return c.text[:c.Ends[0]]
	}
	return c.text[c.Ends[i-1]:c.Ends[i]]
}

// The methods below read a cell as generated operators have it. A null in a
// column of plain values is what the registry makes of it.

// Bool returns cell i of a column of bools.
func (c *Column) Bool(i int) bool { return c.Words[i] != 0 }

// Int64 returns cell i of a column of integers, timestamps, dates or durations.
func (c *Column) Int64(i int) int64 { return c.Words[i] }

// Float64 returns cell i of a column of floats, NaN for null.
func (c *Column) Float64(i int) float64 {
	if !c.Valid[i] {
		return math.NaN()
	}
	return math.Float64frombits(uint64(c.Words[i]))
}

// Decimal returns the unscaled integer of cell i of a column of decimals.
func (c *Column) Decimal(i int) exact.Int128 {
	return exact.Int128{Hi: c.Highs[i], Lo: uint64(c.Words[i])}
}

// String returns cell i of a column of strings, fn.NotText for null.
func (c *Column) String(i int) string {
	if !c.Valid[i] {
		return fn.NotText
	}
	return c.cell(i)
}

// Bytes returns cell i of a column of bytes.
func (c *Column) Bytes(i int) string { return c.cell(i) }

// Nested returns cell i of a column of lists, maps or vectors.
func Nested[S ~string](c *Column, i int) S { return S(c.cell(i)) }

// AppendNested appends to a column of lists, maps or vectors.
func AppendNested[S ~string](c *Column, v S) { c.AppendString(string(v)) }

// Null returns cell i by read where it is not null.
func Null[T any](c *Column, i int, read func(*Column, int) T) runtime.Null[T] {
	if !c.Valid[i] {
		return runtime.Null[T]{}
	}
	return runtime.Some(read(c, i))
}

// The functions below append a cell.

// AppendBool appends to a column of bools.
func (c *Column) AppendBool(v bool) {
	c.AppendInt64(int64(number(v)))
}

// AppendInt64 appends to a column of integers, timestamps, dates or durations.
func (c *Column) AppendInt64(v int64) {
	c.Valid = append(c.Valid, true)
	c.Words = append(c.Words, v)
}

// AppendFloat64 appends to a column of floats.
func (c *Column) AppendFloat64(v float64) { c.AppendInt64(int64(math.Float64bits(v))) }

// AppendDecimal appends the unscaled integer of a decimal.
func (c *Column) AppendDecimal(v exact.Int128) {
	c.AppendInt64(int64(v.Lo))
	c.Highs = append(c.Highs, v.Hi)
}

// AppendString appends to a column of strings.
func (c *Column) AppendString(v string) {
	c.Valid = append(c.Valid, true)
	c.Text = append(c.Text, v...)
	c.Ends = append(c.Ends, len(c.Text))
}

// AppendBytes appends to a column of bytes.
func (c *Column) AppendBytes(v string) { c.AppendString(v) }

// AppendNull appends a null.
func (c *Column) AppendNull() {
	c.Valid = append(c.Valid, false)
	switch {
	case textual(c.Kind):
		c.Ends = append(c.Ends, len(c.Text))
		return
	case c.Kind == value.Decimal:
		c.Highs = append(c.Highs, 0)
	}
	c.Words = append(c.Words, 0)
}

// AppendOr appends v, by add where it is not null.
func AppendOr[T any](c *Column, v runtime.Null[T], add func(*Column, T)) {
	if !v.Valid {
		c.AppendNull()
		return
	}
	add(c, v.V)
}

// Value returns cell i as a dynamic value.
func (c *Column) Value(i int) value.Value {
	switch {
	case !c.Valid[i]:
		return value.Null
	case textual(c.Kind):
		return value.Value{Kind: c.Kind, S: c.cell(i)}
	case c.Kind == value.Decimal:
		return value.Value{Kind: c.Kind, I: c.Words[i], Hi: c.Highs[i]}
	}
	return value.Value{Kind: c.Kind, I: c.Words[i]}
}

// AppendCell appends cell i of another column of the kind.
func (c *Column) AppendCell(from *Column, i int) {
	switch {
	case !from.Valid[i]:
		c.AppendNull()
	case textual(c.Kind):
		c.AppendString(from.cell(i))
	case c.Kind == value.Decimal:
		c.AppendDecimal(from.Decimal(i))
	default:
		c.AppendInt64(from.Words[i])
	}
}

// AppendValue appends a dynamic value.
func (c *Column) AppendValue(v value.Value) {
	switch {
	case v.IsNull():
		c.AppendNull()
	case textual(c.Kind):
		c.AppendString(v.S)
	case c.Kind == value.Decimal:
		c.AppendDecimal(exact.Int128{Hi: v.Hi, Lo: uint64(v.I)})
	default:
		c.AppendInt64(v.I)
	}
}
