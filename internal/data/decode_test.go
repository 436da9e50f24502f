package data

import (
	"math"
	"testing"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/text"
	"github.com/featc-lang/featc/runtime/value"
)

// What parses, and as what, is tested with the decoder; this is what a column
// of a program says of it.
func TestDecode(t *testing.T) {
	for _, c := range []struct {
		text  string
		col   ir.Column
		want  value.Value
		cause Cause
		err   string
	}{
		{text: "12.5", col: ir.Column{Type: types.Decimal(4, 2)}, want: value.OfDecimal(0, 1250)},
		{text: "100", col: ir.Column{Type: types.Decimal(4, 2)}, err: `"100" is not a decimal(4, 2)`},
		{text: "1970-01-01 05:30", col: ir.Column{Type: types.Timestamp, Zone: "Asia/Kolkata"}, want: value.OfTimestamp(0)},
		{text: "noon", col: ir.Column{Type: types.Timestamp, Zone: "Asia/Kolkata"}, err: `"noon" is not a timestamp, such as 2025-01-31 10:00:00`},
		{text: "1970-01-01", col: ir.Column{Type: types.Timestamp}, err: `"1970-01-01" is not a timestamp with an offset, such as 2025-01-31T10:00:00Z`},
		{text: "-1", col: ir.Column{Type: types.Timestamp, Epoch: "ms"}, want: value.OfTimestamp(-1000)},
		{text: "noon", col: ir.Column{Type: types.Timestamp, Epoch: "s"}, err: `"noon" is not a timestamp in seconds since 1970`},
		{text: "", col: ir.Column{Type: types.Int64.Null()}, want: value.Null},
		{text: "", col: ir.Column{Type: types.Int64}, err: "is empty, but the column is not nullable"},
		{text: "NaN", col: ir.Column{Type: types.Float64.Null()}, cause: NotFinite},
		{text: "a\xff", col: ir.Column{Type: types.String.Null()}, cause: NotUTF8},
		{text: "a\xff", col: ir.Column{Type: types.String}, cause: NotUTF8, err: `"a\xff" is not UTF-8, and the column is not nullable`},
	} {
		got, cause, err := Decode(c.text, &c.col)
		message := ""
		if err != nil {
			message = err.Error()
		}
		if got != c.want || cause != c.cause || message != c.err {
			t.Errorf("Decode(%q, %s) = %v, %v, %q; want %v, %v, %q", c.text, c.col.Type, got, cause, message, c.want, c.cause, c.err)
		}
	}
}

// What Text writes, Decode reads back to the same bits.
func FuzzFloatRoundTrip(f *testing.F) {
	for _, bits := range []uint64{0, 1, 0x3ff0000000000001, 0x7fefffffffffffff, 0xbfb999999999999a} {
		f.Add(bits)
	}
	f.Fuzz(func(t *testing.T, bits uint64) {
		want, cause := text.Float(math.Float64frombits(bits))
		if cause != Kept {
			t.Skip("not finite")
		}
		written := Text(want, types.Float64)
		if got, _, err := Decode(written, &ir.Column{Type: types.Float64}); err != nil || got != want {
			t.Errorf("%x → %s → %x, %v", want.I, written, got.I, err)
		}
	})
}
