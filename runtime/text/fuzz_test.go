package text

import (
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/featc-lang/featc/runtime/value"
)

// result is what decoding gives in a nullable column.
type result struct {
	v     value.Value
	cause Cause
	ok    bool
}

// FuzzDecode compares every kind with an oracle that shares nothing with the
// decoder: patterns say what parses, math/big and time.ParseInLocation what it
// is.
func FuzzDecode(f *testing.F) {
	for _, text := range []string{
		"0", "-0", "+1", "9223372036854775808", "-9223372036854775808", "00000000000000000000000000000000000000000001",
		"1.005", "-12.50", "9999999999.99", "99999999999999999999.999999999999999999", "0.30000000000000004", "1.00000000000000000000000000000000000000",
		".5", "5.", "1e3", "1e400", "-1e-400", "2.4703282292062327e-324", "1.7976931348623159e308", "NaN", "-Infinity", "+inf",
		"TRUE", "f", "falſe", "a\xff", "İnf",
		"2024-02-29", "2023-02-29", "0000-01-01", "9999-12-31", "2024-01-01 10:11", "2024-01-01T10:11:12.1234567Z",
		"1960-02-29 10:11:12.9999999", "2024-01-01 10:11:12-05", "2024-01-01T10:11+05:30", "0001-01-01T00:00:00+00:01",
		"2024-03-10 02:30:00.5", "2024-03-10 03:00:00", "2024-11-03 01:30:00", "2024-11-03 02:00:00", "253402300799", "-62135596801", "1700000000000",
	} {
		f.Add(text)
	}
	newYork, wall := zoned(f, "America/New_York"), zoned(f, "Australia/Lord_Howe")
	type check struct {
		col  Column
		want func(string, Column) result
	}
	checks := []check{
		{boolean, wantBool}, {int64s, wantInt}, {spans, wantInt}, {floats, wantFloat}, {stringsC, wantString},
		{decimal(38, 18), wantDecimal}, {decimal(12, 2), wantDecimal}, {decimal(38, 0), wantDecimal}, {decimal(18, 18), wantDecimal},
		{stamps, wantTimestamp}, {newYork, wantLocal(location(f, "America/New_York"))}, {wall, wantLocal(location(f, "Australia/Lord_Howe"))}, {days, wantDate},
		{seconds, wantEpoch}, {millis, wantEpoch}, {Column{Kind: value.Timestamp, Epoch: Microseconds}, wantEpoch},
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, c := range checks {
			c.col.Nullable = true
			want := result{ok: true}
			if text != "" {
				want = c.want(text, c.col)
			}
			v, cause, err := Decode(text, c.col)
			if got := (result{v, cause, err == nil}); got != want {
				t.Errorf("%q as %s: %+v, want %+v", text, c.col.Kind, got, want)
			}
		}
	})
}

var (
	boolWords  = regexp.MustCompile(`^(?:([tT][rR][uU][eE]|[tT]|1)|([fF][aA][lL][sS][eE]|[fF]|0))$`)
	intShape   = regexp.MustCompile(`^[-+]?[0-9]+$`)
	decShape   = regexp.MustCompile(`^[-+]?[0-9]+(\.[0-9]+)?$`)
	floatShape = regexp.MustCompile(`^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$`)
	longExp    = regexp.MustCompile(`[eE][-+]?[0-9]{4,}$`)
	noNumber   = regexp.MustCompile(`^[-+]?(?i:nan|inf|infinity)$`) // none has a letter that folds out of ASCII
	dateShape  = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)
	timeShape  = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:([T ])[0-9]{2}:[0-9]{2}(:[0-9]{2}(?:\.[0-9]+)?)?(Z|[-+](?:[01][0-9]|2[0-3])(:[0-5][0-9])?)?)?$`)
)

func wantBool(text string, _ Column) result {
	m := boolWords.FindStringSubmatch(text)
	if m == nil {
		return result{}
	}
	return result{v: value.OfBool(m[1] != ""), ok: true}
}

func wantInt(text string, col Column) result {
	n, _ := new(big.Int).SetString(text, 10)
	if !intShape.MatchString(text) || !n.IsInt64() {
		return result{}
	}
	return result{v: value.Value{Kind: col.Kind, I: n.Int64()}, ok: true}
}

func wantFloat(text string, _ Column) result {
	switch {
	case noNumber.MatchString(text):
		return result{cause: NotFinite, ok: true}
	case !floatShape.MatchString(text):
		return result{}
	}
	f, _ := strconv.ParseFloat(text, 64) // to nearest even; an infinity beyond the range
	if !longExp.MatchString(text) {
		r, _ := new(big.Rat).SetString(text)
		f, _ = r.Float64() // the same, exactly: long exponents alone are beyond it
	}
	v, cause := Float(f)
	return result{v, cause, true}
}

func wantString(text string, _ Column) result {
	if !utf8.ValidString(text) {
		return result{cause: NotUTF8, ok: true}
	}
	return result{v: value.OfString(text), ok: true}
}

func wantDecimal(text string, col Column) result {
	if !decShape.MatchString(text) {
		return result{}
	}
	power := func(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }
	r, _ := new(big.Rat).SetString(text)
	r.Mul(r, new(big.Rat).SetInt(power(col.Scale)))
	if !r.IsInt() || r.Num().CmpAbs(power(col.Precision)) >= 0 {
		return result{}
	}
	hi, lo := new(big.Int).DivMod(r.Num(), new(big.Int).Lsh(big.NewInt(1), 64), new(big.Int))
	return result{v: value.OfDecimal(hi.Int64(), lo.Uint64()), ok: true}
}

func wantDate(text string, _ Column) result {
	t, err := time.Parse(time.DateOnly, text)
	if !dateShape.MatchString(text) || err != nil || t.Year() == 0 {
		return result{}
	}
	return result{v: value.OfDate(t.Unix() / 86400), ok: true}
}

func wantTimestamp(text string, _ Column) result { return wantLocal(nil)(text, Column{}) }

// wantLocal reads timestamps that are in a zone, or in none, where they do not say.
func wantLocal(zone *time.Location) func(string, Column) result {
	return func(text string, _ Column) result { return wantIn(text, zone) }
}

func wantIn(text string, zone *time.Location) result {
	m := timeShape.FindStringSubmatch(text)
	if m == nil || m[3] == "" && zone == nil {
		return result{}
	}
	layout := time.DateOnly
	if m[1] != "" {
		layout += m[1] + "15:04"
	}
	if m[2] != "" {
		layout += ":05" // and a fraction
	}
	switch {
	case m[4] != "":
		layout += "Z07:00"
	case m[3] != "":
		layout += "Z07"
	}
	if zone == nil {
		zone = time.UTC
	}
	t, err := time.ParseInLocation(layout, text, zone)
	if err != nil || strings.HasPrefix(text, "0000") || t.UTC().Year() < 1 || t.UTC().Year() > 9999 {
		return result{}
	}
	if m[3] == "" {
		wall, _ := time.Parse(layout, text)
		t = firstShown(t, wall)
	}
	return result{v: value.OfTimestamp(t.UnixMicro()), ok: true}
}

// firstShown turns the package time's choice into ours, by the zone's own
// transitions: t is what it made of a reading, wall the reading as if it were UTC.
func firstShown(t, wall time.Time) time.Time {
	_, offset := t.Zone()
	shown := t.Add(time.Duration(offset) * time.Second)
	if shown.Before(wall) { // skipped, and read with the offset from after the change
		return t.Add(wall.Sub(shown))
	}
	from, _ := t.ZoneBounds()
	if from.IsZero() || shown.After(wall) {
		return t
	}
	_, before := from.Add(-1).Zone()
	if back := time.Duration(before-offset) * time.Second; t.Before(from.Add(back)) { // shown twice; t is the second
		return t.Add(-back)
	}
	return t
}

func wantEpoch(text string, col Column) result {
	n, _ := new(big.Int).SetString(text, 10)
	if !intShape.MatchString(text) {
		return result{}
	}
	n.Mul(n, big.NewInt(int64(col.Epoch)))
	if !n.IsInt64() || time.UnixMicro(n.Int64()).UTC().Year() < 1 || time.UnixMicro(n.Int64()).UTC().Year() > 9999 {
		return result{}
	}
	return result{v: value.OfTimestamp(n.Int64()), ok: true}
}
