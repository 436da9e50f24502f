package data

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

func column(t types.Type) *ir.Column { return &ir.Column{Name: "c", Type: t} }

func instant(t *testing.T, text string) value.Value {
	t.Helper()
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		t.Fatal(err)
	}
	return value.OfTimestamp(at.UnixMicro())
}

func TestDecode(t *testing.T) {
	zoned := &ir.Column{Type: types.Timestamp, Zone: "America/New_York"}
	millis := &ir.Column{Type: types.Timestamp, Epoch: "ms"}
	for _, c := range []struct {
		text string
		col  *ir.Column
		want value.Value
	}{
		{"TRUE", column(types.Bool), value.OfBool(true)},
		{"f", column(types.Bool), value.OfBool(false)},
		{"1", column(types.Bool), value.OfBool(true)},
		{"+007", column(types.Int64), value.OfInt64(7)},
		{"-9223372036854775808", column(types.Int64), value.OfInt64(math.MinInt64)},
		{"-0.0", column(types.Float64), value.OfFloat64(0)},
		{".5", column(types.Float64), value.OfFloat64(0.5)},
		{"5.", column(types.Float64), value.OfFloat64(5)},
		{"1e-400", column(types.Float64), value.OfFloat64(0)},
		{"4.9e-324", column(types.Float64), value.OfFloat64(5e-324)},
		{"9007199254740993", column(types.Float64), value.OfFloat64(9007199254740992)},
		{"12.50", column(types.Decimal(4, 2)), value.OfDecimal(0, 1250)},
		{"-0012.5000", column(types.Decimal(4, 2)), value.OfDecimal(-1, -1250&math.MaxUint64)},
		{"99999999999999999999999999999999999999", column(types.Wide), value.OfDecimal(5421010862427522170, 687399551400673279)},
		{" a ", column(types.String), value.OfString(" a ")},
		{"", column(types.String), value.OfString("")},
		{"", column(types.String.Null()), value.Null},
		{"", column(types.Int64.Null()), value.Null},
		{"2025-01-02T03:04:05.1234569Z", column(types.Timestamp), instant(t, "2025-01-02T03:04:05.123456Z")},
		{"1969-12-31 23:59:59.9999999+00", column(types.Timestamp), instant(t, "1969-12-31T23:59:59.999999Z")},
		{"2025-01-02T03:04-05:30", column(types.Timestamp), instant(t, "2025-01-02T08:34:00Z")},
		{"2016-07-01 10:00:00", zoned, instant(t, "2016-07-01T14:00:00Z")},
		{"2016-01-01", zoned, instant(t, "2016-01-01T05:00:00Z")},
		{"-1", millis, value.OfTimestamp(-1000)},
		{"2024-02-29", column(types.Date), value.OfDate(19782)},
		{"0001-01-01", column(types.Date), value.OfDate(-719162)},
		{"-5", column(types.Duration), value.OfDuration(-5)},
	} {
		got, cause, err := Decode(c.text, c.col)
		if err != nil || cause != Kept || got != c.want {
			t.Errorf("Decode(%q, %s) = %v, %v, %v; want %v", c.text, c.col.Type, got, cause, err, c.want)
		}
	}
}

func TestDecodeCounts(t *testing.T) {
	for _, c := range []struct {
		text string
		t    types.Type
		want Cause
	}{
		{"NaN", types.Float64.Null(), NotFinite},
		{"-Infinity", types.Float64.Null(), NotFinite},
		{"+inf", types.Float64.Null(), NotFinite},
		{"1e400", types.Float64.Null(), NotFinite},
		{"a\xff", types.String.Null(), NotUTF8},
	} {
		if got, cause, err := Decode(c.text, column(c.t)); !got.IsNull() || cause != c.want || err != nil {
			t.Errorf("Decode(%q) = %v, %v, %v; want null, %v", c.text, got, cause, err, c.want)
		}
		if _, _, err := Decode(c.text, column(c.t.NotNull())); err == nil || !strings.Contains(err.Error(), c.want.String()) {
			t.Errorf("Decode(%q) in a column that is not nullable: error %v", c.text, err)
		}
	}
}

func TestDecodeErrors(t *testing.T) {
	zoned := &ir.Column{Type: types.Timestamp, Zone: "Europe/Paris"}
	for _, c := range []struct {
		text string
		col  *ir.Column
		want string
	}{
		{"yes", column(types.Bool), `"yes" is not a bool`},
		{"1.0", column(types.Int64), `"1.0" is not an int64`},
		{"9223372036854775808", column(types.Int64), "is not an int64"},
		{" 1", column(types.Int64), `" 1" is not an int64`},
		{"1_000", column(types.Int64), "is not an int64"},
		{"0x10", column(types.Float64), "is not a float64"},
		{".", column(types.Float64), "is not a float64"},
		{"1e", column(types.Float64), "is not a float64"},
		{"infinit", column(types.Float64), "is not a float64"},
		{"abc", column(types.Decimal(12, 2)), `"abc" is not a decimal(12, 2)`},
		{"1.005", column(types.Decimal(12, 2)), "is not a decimal(12, 2)"},
		{"100.00", column(types.Decimal(4, 2)), "is not a decimal(4, 2)"},
		{".5", column(types.Decimal(4, 2)), "is not a decimal"},
		{"5.", column(types.Decimal(4, 2)), "is not a decimal"},
		{"1e2", column(types.Decimal(4, 2)), "is not a decimal"},
		{"2025-01-02T03:04:05", column(types.Timestamp), "is not a timestamp with an offset"},
		{"2025-01-02", column(types.Timestamp), "is not a timestamp with an offset"},
		{"2025-02-29", zoned, "is not a timestamp"},
		{"2025-01-02 24:00", zoned, "is not a timestamp"},
		{"2025-01-02 10:00:00.", zoned, "is not a timestamp"},
		{"2025-01-02T10", zoned, "is not a timestamp"},
		{"2025-01-02T10:00Zx", zoned, "is not a timestamp"},
		{"0000-01-01", zoned, "is not a timestamp"},
		{"0001-01-01T00:00:00+01", zoned, "is not a timestamp"},
		{"9223372036854775807", &ir.Column{Type: types.Timestamp, Epoch: "s"}, "is not a timestamp in seconds since 1970"},
		{"-9223372036854775808", &ir.Column{Type: types.Timestamp, Epoch: "ms"}, "is not a timestamp in milliseconds"},
		{"2025-1-02", column(types.Date), "is not a date"},
		{"", column(types.Int64), "is empty, but the column is not nullable"},
	} {
		if v, _, err := Decode(c.text, c.col); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("Decode(%q, %s) = %v, %v; want an error with %q", c.text, c.col.Type, v, err, c.want)
		}
	}
}

// What Text writes, Decode reads back to the same bits.
func FuzzFloatRoundTrip(f *testing.F) {
	for _, bits := range []uint64{0, 1, 0x3ff0000000000001, 0x7fefffffffffffff, 0xbfb999999999999a} {
		f.Add(bits)
	}
	f.Fuzz(func(t *testing.T, bits uint64) {
		want, cause := ofFloat(math.Float64frombits(bits))
		if cause != Kept {
			t.Skip("not finite")
		}
		text := Text(want, types.Float64)
		if got, _, err := Decode(text, column(types.Float64)); err != nil || got != want {
			t.Errorf("%x → %s → %x, %v", want.I, text, got.I, err)
		}
	})
}
