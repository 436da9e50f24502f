package cell

import (
	"math/big"
	"testing"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

func TestDecode(t *testing.T) {
	plain := func(t types.Type) *ir.Column { return &ir.Column{Type: t} }
	india := &ir.Column{Type: types.Timestamp, Zone: "Asia/Kolkata"}
	newYork := &ir.Column{Type: types.Timestamp, Zone: "America/New_York"}
	millis := &ir.Column{Type: types.Timestamp, Epoch: "ms"}
	money := plain(types.Decimal(5, 2))
	for _, test := range []struct {
		text string
		col  *ir.Column
		want value.Value
		err  string
	}{
		{"42", plain(types.Int64), value.OfInt64(42), ""},
		{"+7", plain(types.Int64), value.OfInt64(7), ""},
		{"-9223372036854775808", plain(types.Int64), value.OfInt64(-1 << 63), ""},
		{"9223372036854775808", plain(types.Int64), value.Null, `"9223372036854775808" is not an int64`},
		{"1_000", plain(types.Int64), value.Null, `"1_000" is not an int64`},
		{" 1", plain(types.Int64), value.Null, `" 1" is not an int64`},
		{"", plain(types.Int64), value.Null, "an empty value, and it is not nullable"},
		{"", plain(types.Int64.Null()), value.Null, ""},
		{"", plain(types.String), value.OfString(""), ""},
		{"", plain(types.String.Null()), value.Null, ""},
		{"1.5", plain(types.Float64), value.OfFloat64(1.5), ""},
		{".5e1", plain(types.Float64), value.OfFloat64(5), ""},
		{"-0", plain(types.Float64), value.OfFloat64(0), ""},
		{"NaN", plain(types.Float64.Null()), value.Null, ""},
		{"-Infinity", plain(types.Float64.Null()), value.Null, ""},
		{"1e999", plain(types.Float64.Null()), value.Null, ""},
		{"inf", plain(types.Float64), value.Null, `"inf" is not finite, and it is not nullable`},
		{"0x1p3", plain(types.Float64), value.Null, `"0x1p3" is not a float64`},
		{"-1.5", money, value.OfDecimal(-1, ^uint64(149)), ""},
		{"1.500", money, value.OfDecimal(0, 150), ""},
		{"1.505", money, value.Null, `"1.505" is not a decimal(5, 2)`},
		{"999.99", money, value.OfDecimal(0, 99999), ""},
		{"1000", money, value.Null, `"1000" is not a decimal(5, 2)`},
		{".5", money, value.Null, `".5" is not a decimal(5, 2)`},
		{"T", plain(types.Bool), value.OfBool(true), ""},
		{"0", plain(types.Bool), value.OfBool(false), ""},
		{"yes", plain(types.Bool), value.Null, `"yes" is not a bool`},
		{"\xff", plain(types.String), value.Null, `"\xff" is not a string`},
		{"1970-01-01T00:00:01Z", plain(types.Timestamp), value.OfTimestamp(1e6), ""},
		{"1970-01-01 00:00:01.0000019Z", plain(types.Timestamp), value.OfTimestamp(1e6 + 1), ""},
		{"1970-01-01T05:30+05:30", plain(types.Timestamp), value.OfTimestamp(0), ""},
		{"1969-12-31T16-08", plain(types.Timestamp), value.Null, `"1969-12-31T16-08" is not a timestamp with an offset, such as 2025-01-31T10:00:00Z`},
		{"1969-12-31T16:00-08", plain(types.Timestamp), value.OfTimestamp(0), ""},
		{"1970-01-01T00:00:00", plain(types.Timestamp), value.Null, `"1970-01-01T00:00:00" is not a timestamp with an offset, such as 2025-01-31T10:00:00Z`},
		{"1970-01-01T05:30", india, value.OfTimestamp(0), ""},
		{"1970-01-02", india, value.OfTimestamp((86400 - 19800) * 1e6), ""},
		{"1970-01-01T24:00", india, value.Null, `"1970-01-01T24:00" is not a timestamp, such as 2025-01-31T10:00:00`},
		{"2016-03-13 02:30:00", newYork, value.OfTimestamp(1457850600 * 1e6), ""}, // in the gap: an hour earlier
		{"2016-11-06 01:30:00", newYork, value.OfTimestamp(1478410200 * 1e6), ""}, // twice: the first
		{"1500", millis, value.OfTimestamp(1.5e6), ""},
		{"-1", millis, value.OfTimestamp(-1000), ""},
		{"1.5", millis, value.Null, `"1.5" is not a timestamp in ms since 1970`},
		{"9223372036854775807", millis, value.Null, `"9223372036854775807" is not a timestamp in ms since 1970`},
		{"0000-01-01", plain(types.Date), value.Null, `"0000-01-01" is not a date`},
		{"2025-02-29", plain(types.Date), value.Null, `"2025-02-29" is not a date`},
		{"1970-01-02", plain(types.Date), value.OfDate(1), ""},
		{"0001-01-01", plain(types.Date), value.OfDate(-719162), ""},
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

func TestZone(t *testing.T) {
	for name, want := range map[string]bool{
		"UTC": true, "Asia/Kolkata": true, "": false, "Local": false, "local": false, "Mars/Base": false, "../etc/passwd": false,
	} {
		if _, ok := Zone(name); ok != want {
			t.Errorf("Zone(%q) = %v", name, ok)
		}
	}
}
