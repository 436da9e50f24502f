package columns

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/featc-lang/featc/runtime"
	"github.com/featc-lang/featc/runtime/codec"
	"github.com/featc-lang/featc/runtime/exact"
	"github.com/featc-lang/featc/runtime/fn"
	"github.com/featc-lang/featc/runtime/value"
)

var kinds = []value.Kind{value.Bool, value.Int64, value.Float64, value.Decimal, value.String, value.Bytes, value.Timestamp, value.Date, value.Duration}

var rows = [][]value.Value{
	{value.OfBool(true), value.OfInt64(math.MinInt64), value.OfFloat64(0.1), value.OfDecimal(-1, 5), value.OfString("é"), value.OfBytes([]byte{0xff}), value.OfTimestamp(-1), value.OfDate(3), value.OfDuration(9)},
	{value.Null, value.Null, value.Null, value.Null, value.Null, value.Null, value.Null, value.Null, value.Null},
	{value.OfBool(false), value.OfInt64(7), value.OfFloat64(-2), value.OfDecimal(0, 1), value.OfString(""), value.OfBytes(nil), value.OfTimestamp(5), value.OfDate(-3), value.OfDuration(0)},
}

func filled() *Batch {
	b := New(kinds...)
	for _, row := range rows {
		for i, v := range row {
			b.Columns[i].AppendValue(v)
		}
	}
	b.Rows = len(rows)
	b.Seal()
	return b
}

func values(b *Batch) [][]value.Value {
	var out [][]value.Value
	for r := range b.Rows {
		var row []value.Value
		for i := range b.Columns {
			row = append(row, b.Columns[i].Value(r))
		}
		out = append(out, row)
	}
	return out
}

func TestRoundTrip(t *testing.T) {
	b, into := filled(), New(kinds...)
	for lo := range len(rows) + 1 {
		for hi := lo; hi <= len(rows); hi++ {
			rest, err := into.Decode(append(b.Append(nil, lo, hi), "rest"...))
			if err != nil || string(rest) != "rest" {
				t.Fatalf("rows %d to %d: rest %q, %v", lo, hi, rest, err)
			}
			if diff := cmp.Diff(rows[lo:hi], values(into)); hi > lo && diff != "" {
				t.Errorf("rows %d to %d:\n%s", lo, hi, diff)
			}
		}
	}
}

// TestCorrupt decodes damaged bytes: an error, or rows, but never a panic.
func TestCorrupt(t *testing.T) {
	whole := filled().Append(nil, 0, len(rows))
	into := New(kinds...)
	for n := range whole {
		if _, err := into.Decode(whole[:n]); !errors.Is(err, codec.ErrCorrupt) {
			t.Errorf("%d of %d bytes: %v", n, len(whole), err)
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 10_000 {
		data := append([]byte(nil), whole...)
		data[r.IntN(len(data))] = byte(r.Uint32())
		_, _ = into.Decode(data)
	}
}

func TestCells(t *testing.T) {
	c := filled().Columns
	if got := Null(&c[1], 0, (*Column).Int64); got != runtime.Some[int64](math.MinInt64) {
		t.Errorf("an int64 is %v", got)
	}
	if got := Null(&c[4], 1, (*Column).String); got.Valid {
		t.Errorf("a null is %v", got)
	}
	if got := c[3].Decimal(0); got != (exact.Int128{Hi: -1, Lo: 5}) {
		t.Errorf("a decimal is %v", got)
	}
	if !c[0].Bool(0) || c[0].Bool(2) || c[5].Bytes(0) != "\xff" {
		t.Error("a bool or bytes are wrong")
	}
	// In plain columns, what the registry makes of null.
	if !math.IsNaN(c[2].Float64(1)) || c[4].String(1) != fn.NotText || c[2].Float64(2) != -2 {
		t.Error("a plain float or string is wrong")
	}
	for i := range c {
		d := New(kinds[i])
		for r := range rows {
			d.Columns[0].AppendCell(&c[i], r)
		}
		d.Seal()
		for x := range rows {
			for y := range rows {
				if got := c[i].Same(x, &d.Columns[0], y); got != (x == y) {
					t.Errorf("%s: cell %d same as %d: %v", kinds[i], x, y, got)
				}
			}
		}
	}
}

func TestCompare(t *testing.T) {
	b := New(value.Int64, value.String, value.Decimal)
	for _, row := range [][]value.Value{ // ascending in each column
		{value.Null, value.Null, value.Null},
		{value.OfInt64(-5), value.OfString(""), value.OfDecimal(-1, 1)},
		{value.OfInt64(0), value.OfString("Z"), value.OfDecimal(-1, 2)},
		{value.OfInt64(5), value.OfString("a"), value.OfDecimal(0, math.MaxUint64)},
	} {
		for i, v := range row {
			b.Columns[i].AppendValue(v)
		}
		b.Rows++
	}
	b.Seal()
	for c := range b.Columns {
		for i := range b.Rows {
			for j := range b.Rows {
				want := 0
				if i != j {
					want = map[bool]int{true: -1, false: 1}[i < j]
				}
				if got := b.Columns[c].Compare(i, &b.Columns[c], j); got != want {
					t.Errorf("column %d: %d against %d is %d, want %d", c, i, j, got, want)
				}
			}
		}
	}
}
