package text

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/featc-lang/featc/runtime/value"
)

func decimal(precision, scale int) Column {
	return Column{Kind: value.Decimal, Precision: precision, Scale: scale}
}

func nullable(kind value.Kind) Column { return Column{Kind: kind, Nullable: true} }

func zoned(t testing.TB, name string) Column {
	t.Helper()
	return Column{Kind: value.Timestamp, Zone: readings(location(t, name))}
}

func location(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// readings is the table of a zone whose changes lie further apart than they go.
func readings(z *time.Location) Zone {
	at := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	_, before := at.In(z).Zone()
	out := Zone{{Offset: int64(before)}}
	for at.Year() < 10000 {
		_, end := at.In(z).ZoneBounds()
		switch {
		case end.IsZero():
			return out
		case !end.After(at):
			at = at.AddDate(0, 0, 1)
		default:
			_, offset := end.In(z).Zone()
			out = append(out, Reading{end.Unix() + int64(max(before, offset)), int64(offset)})
			at, before = end, offset
		}
	}
	return out
}

var (
	boolean  = Column{Kind: value.Bool}
	int64s   = Column{Kind: value.Int64}
	floats   = Column{Kind: value.Float64}
	stringsC = Column{Kind: value.String}
	bytesC   = Column{Kind: value.Bytes}
	stamps   = Column{Kind: value.Timestamp}
	days     = Column{Kind: value.Date}
	spans    = Column{Kind: value.Duration}
	seconds  = Column{Kind: value.Timestamp, Epoch: Seconds}
	millis   = Column{Kind: value.Timestamp, Epoch: Milliseconds}
)

func instant(t *testing.T, text string) value.Value {
	t.Helper()
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		t.Fatal(err)
	}
	return value.OfTimestamp(at.UnixMicro())
}

func TestDecode(t *testing.T) {
	newYork, india, paris := zoned(t, "America/New_York"), zoned(t, "Asia/Kolkata"), zoned(t, "Europe/Paris")
	for _, c := range []struct {
		text string
		col  Column
		want value.Value
	}{
		{"TRUE", boolean, value.OfBool(true)},
		{"T", boolean, value.OfBool(true)},
		{"f", boolean, value.OfBool(false)},
		{"1", boolean, value.OfBool(true)},
		{"42", int64s, value.OfInt64(42)},
		{"+007", int64s, value.OfInt64(7)},
		{"-9223372036854775808", int64s, value.OfInt64(math.MinInt64)},
		{"", nullable(value.Int64), value.Null},
		{"-0.0", floats, value.OfFloat64(0)},
		{".5e1", floats, value.OfFloat64(5)},
		{"5.", floats, value.OfFloat64(5)},
		{"1e-400", floats, value.OfFloat64(0)},
		{"4.9e-324", floats, value.OfFloat64(5e-324)},
		{"9007199254740993", floats, value.OfFloat64(9007199254740992)},
		{"12.50", decimal(4, 2), value.OfDecimal(0, 1250)},
		{"-0012.5000", decimal(4, 2), value.OfDecimal(-1, -1250&math.MaxUint64)},
		{"999.99", decimal(5, 2), value.OfDecimal(0, 99999)},
		{"99999999999999999999999999999999999999", decimal(38, 0), value.OfDecimal(5421010862427522170, 687399551400673279)},
		{" a ", stringsC, value.OfString(" a ")},
		{"", stringsC, value.OfString("")},
		{"", nullable(value.String), value.Null},
		{"\xff", bytesC, value.OfBytes([]byte{0xff})},
		{"", bytesC, value.OfBytes(nil)},
		{"2025-01-02T03:04:05.1234569Z", stamps, instant(t, "2025-01-02T03:04:05.123456Z")},
		{"1969-12-31 23:59:59.9999999+00", stamps, instant(t, "1969-12-31T23:59:59.999999Z")},
		{"2025-01-02T03:04-05:30", stamps, instant(t, "2025-01-02T08:34:00Z")},
		{"9999-12-31T23:59:59.999999Z", stamps, value.OfTimestamp(value.MaxTime)},
		{"0001-01-01T00:00:00Z", stamps, value.OfTimestamp(value.MinTime)},
		{"2016-07-01 10:00:00", newYork, instant(t, "2016-07-01T14:00:00Z")},
		{"2016-01-01", newYork, instant(t, "2016-01-01T05:00:00Z")},
		{"2016-01-01T00:00Z", newYork, instant(t, "2016-01-01T00:00:00Z")},
		{"2016-03-13 02:30:00", newYork, instant(t, "2016-03-13T07:30:00Z")}, // skipped: half past three
		{"2016-11-06 01:30:00", newYork, instant(t, "2016-11-06T05:30:00Z")}, // twice: the first
		{"2024-03-31 02:30:00", paris, instant(t, "2024-03-31T01:30:00Z")},   // skipped: half past three
		{"2024-10-27 02:30:00", paris, instant(t, "2024-10-27T00:30:00Z")},   // twice: the first
		{"1970-01-01T05:30", india, value.OfTimestamp(0)},
		{"1970-01-02", india, instant(t, "1970-01-01T18:30:00Z")},
		{"1500", millis, value.OfTimestamp(1_500_000)},
		{"-1", millis, value.OfTimestamp(-1000)},
		{"253402300799", seconds, instant(t, "9999-12-31T23:59:59Z")},
		{"2024-02-29", days, value.OfDate(19782)},
		{"0001-01-01", days, value.OfDate(-719162)},
		{"-5", spans, value.OfDuration(-5)},
	} {
		got, cause, err := Decode(c.text, c.col)
		if err != nil || cause != Kept || got != c.want {
			t.Errorf("Decode(%q, %s) = %v, %v, %v; want %v", c.text, c.col.Kind, got, cause, err, c.want)
		}
	}
}

func TestNullsWithACause(t *testing.T) {
	for _, c := range []struct {
		text string
		kind value.Kind
		want Cause
	}{
		{"NaN", value.Float64, NotFinite},
		{"-Infinity", value.Float64, NotFinite},
		{"+inf", value.Float64, NotFinite},
		{"1e400", value.Float64, NotFinite},
		{"a\xff", value.String, NotUTF8},
	} {
		if got, cause, err := Decode(c.text, nullable(c.kind)); !got.IsNull() || cause != c.want || err != nil {
			t.Errorf("Decode(%q) = %v, %v, %v; want null, %v", c.text, got, cause, err, c.want)
		}
		_, _, err := Decode(c.text, Column{Kind: c.kind})
		var got *Error
		if !errors.As(err, &got) || *got != (Error{Text: c.text, Cause: c.want}) {
			t.Errorf("Decode(%q) in a column that is not nullable: error %v", c.text, err)
		}
	}
}

func TestErrors(t *testing.T) {
	const (
		withOffset = "a timestamp with an offset, such as 2025-01-31T10:00:00Z"
		local      = "a timestamp, such as 2025-01-31 10:00:00"
	)
	paris := zoned(t, "Europe/Paris")
	for _, c := range []struct {
		text string
		col  Column
		want string // Expected
	}{
		{"yes", boolean, "a bool"},
		{"falſe", boolean, "a bool"},
		{"1.0", int64s, "an int64"},
		{"9223372036854775808", int64s, "an int64"},
		{" 1", int64s, "an int64"},
		{"1_000", int64s, "an int64"},
		{"-", int64s, "an int64"},
		{"0x10", floats, "a float64"},
		{"0x1p3", floats, "a float64"},
		{".", floats, "a float64"},
		{"1e", floats, "a float64"},
		{"1.5.", floats, "a float64"},
		{"infinit", floats, "a float64"},
		{"İnf", floats, "a float64"},
		{"abc", decimal(12, 2), "a decimal(12, 2)"},
		{"1.005", decimal(12, 2), "a decimal(12, 2)"},
		{"100.00", decimal(4, 2), "a decimal(4, 2)"},
		{".5", decimal(4, 2), "a decimal(4, 2)"},
		{"5.", decimal(4, 2), "a decimal(4, 2)"},
		{"1e2", decimal(4, 2), "a decimal(4, 2)"},
		{"2025-01-02T03:04:05", stamps, withOffset},
		{"2025-01-02", stamps, withOffset},
		{"1969-12-31T16-08", stamps, withOffset},
		{"2025-02-29", paris, local},
		{"2025-01-02 24:00", paris, local},
		{"2025-01-02 10:00:00.", paris, local},
		{"2025-01-02 10:00:60", paris, local},
		{"2025-01-02T10", paris, local},
		{"2025-01-02T1000", paris, local},
		{"2025-01-02T10:00Zx", paris, local},
		{"2025-01-02T10:00+0530", paris, local},
		{"2025-01-02T10:00+24:00", paris, local},
		{"2025-01-02Z", paris, local},
		{"0000-01-01", paris, local},
		{"0001-01-01T00:00:00+01", paris, local},
		{"1.5", millis, "a timestamp in milliseconds since 1970"},
		{"253402300800", seconds, "a timestamp in seconds since 1970"},
		{"9223372036854775807", seconds, "a timestamp in seconds since 1970"},
		{"-9223372036854775808", millis, "a timestamp in milliseconds since 1970"},
		{"-62135596800000001", Column{Kind: value.Timestamp, Epoch: Microseconds}, "a timestamp in microseconds since 1970"},
		{"2025-1-02", days, "a date"},
		{"2025/01/02", days, "a date"},
		{"2025-02-29", days, "a date"},
		{"1h", spans, "a duration in microseconds"},
	} {
		v, cause, err := Decode(c.text, c.col)
		want := &Error{Text: c.text, Expected: c.want}
		if diff := cmp.Diff(error(want), err); diff != "" || !v.IsNull() || cause != Kept {
			t.Errorf("Decode(%q, %s) = %v, %v; want the error %v: %s", c.text, c.col.Kind, v, cause, want, diff)
		}
	}
}

func TestErrorText(t *testing.T) {
	for want, err := range map[string]*Error{
		`"a\"b" is not an int64`:                                     {Text: `a"b`, Expected: "an int64"},
		`"NaN" is not finite, and the column is not nullable`:        {Text: "NaN", Cause: NotFinite},
		"is empty, but the column is not nullable":                   {},
		`"` + strings.Repeat("ü", 60) + `…" is not a date`:           {Text: strings.Repeat("ü", 61), Expected: "a date"},
		`"` + strings.Repeat("x", 60) + `" is not a decimal(38, 18)`: {Text: strings.Repeat("x", 60), Expected: "a decimal(38, 18)"},
	} {
		if got := err.Error(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestUnitOf(t *testing.T) {
	for name, want := range map[string]Unit{"s": Seconds, "ms": Milliseconds, "us": Microseconds, "ns": 0, "": 0} {
		if got := UnitOf(name); got != want {
			t.Errorf("UnitOf(%q) = %s, want %s", name, got, want)
		}
	}
}
