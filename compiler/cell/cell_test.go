package cell

import (
	"math/big"
	"strings"
	"testing"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

// What parses, and as what, is tested with the decoder; this is the wording.
func TestDecode(t *testing.T) {
	plain := func(t types.Type) *ir.Column { return &ir.Column{Type: t} }
	india := &ir.Column{Type: types.Timestamp, Zone: "Asia/Kolkata"}
	millis := &ir.Column{Type: types.Timestamp, Epoch: "ms"}
	long := strings.Repeat("x", 100)
	for _, test := range []struct {
		text string
		col  *ir.Column
		want value.Value
		err  string
	}{
		{"42", plain(types.Int64), value.OfInt64(42), ""},
		{"-1.5", plain(types.Decimal(5, 2)), value.OfDecimal(-1, ^uint64(149)), ""},
		{"1970-01-01T05:30", india, value.OfTimestamp(0), ""},
		{"1500", millis, value.OfTimestamp(1.5e6), ""},
		{"", plain(types.String), value.OfString(""), ""},
		{"", plain(types.Int64.Null()), value.Null, ""},
		{"NaN", plain(types.Float64.Null()), value.Null, ""},
		{"", plain(types.Int64), value.Null, "an empty value, and it is not nullable"},
		{"inf", plain(types.Float64), value.Null, `"inf" is not finite, and it is not nullable`},
		{"\xff", plain(types.String), value.Null, `"\xff" is not UTF-8, and it is not nullable`},
		{long, plain(types.Int64), value.Null, `"` + long + `" is not an int64`},
		{"1.505", plain(types.Decimal(5, 2)), value.Null, `"1.505" is not a decimal(5, 2)`},
		{"1970-01-01T00:00", plain(types.Timestamp), value.Null, `"1970-01-01T00:00" is not a timestamp with an offset, such as 2025-01-31T10:00:00Z`},
		{"1970-01-01T24:00", india, value.Null, `"1970-01-01T24:00" is not a timestamp, such as 2025-01-31T10:00:00`},
		{"1.5", millis, value.Null, `"1.5" is not a timestamp in ms since 1970`},
	} {
		got, err := Decode(test.text, test.col)
		message := ""
		if err != nil {
			message = err.Error()
		}
		if got != test.want || message != test.err {
			t.Errorf("%q as %s: %+v %q, want %+v %q", test.text, test.col.Type, got, message, test.want, test.err)
		}
	}
}

func TestDecimalRoundTrip(t *testing.T) {
	limit := new(big.Int).Exp(big.NewInt(10), big.NewInt(38), nil)
	for _, n := range []*big.Int{
		big.NewInt(0), big.NewInt(-1), big.NewInt(1), new(big.Int).Lsh(big.NewInt(1), 64), new(big.Int).Lsh(big.NewInt(-1), 64),
		new(big.Int).Sub(limit, big.NewInt(1)), new(big.Int).Sub(big.NewInt(1), limit),
	} {
		if got := Unscaled(DecimalOf(n)); got.Cmp(n) != 0 || !Fits(n, 38) {
			t.Errorf("%v becomes %v", n, got)
		}
	}
	if Fits(limit, 38) {
		t.Error("10^38 has 39 digits")
	}
}
