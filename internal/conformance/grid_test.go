package conformance

import (
	"math"
	"math/big"
	"strings"
	"time"

	"github.com/featc-lang/featc/compiler/cell"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/runtime/value"
)

// gridSource has two columns of most types. Row r has edge case r mod n in the
// first and r div n mod n in the second, so that n*n rows pair all of n cases.
const gridSource = `
entity row (k: int64)

source grid {
  k: int64
  i: int64?
  j: int64?
  x: float64?
  y: float64?
  d: decimal(12, 3)?
  e: decimal(38, 18)?
  s: string?
  p: string?
  b: bool?
  t: timestamp?
  v: timestamp?
  u: date?
  w: date?
  f: vector(3)?
  g: vector(3)?
  l: list(int64?)?
  n: list(list(string)?)?
  m: map(string, float64?)?
  h: map(int64, list(date))?
  at: timestamp

  time at
}
`

var edgeInts = []int64{
	0, 1, -1, 2, 3, 7, -7, 10, 100, -100, 1000, 60, 86400, 1 << 31, -1 << 31, 1<<53 - 1, 1 << 53, 1<<53 + 1, -1<<53 - 1,
	math.MaxInt64, math.MaxInt64 - 1, math.MinInt64, math.MinInt64 + 1, 1735689600, 1735689600123, -62135596800, 253402300799,
}

// A column never holds -0; expressions make it.
var edgeFloats = []float64{
	0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 0.49999999999999994, 0.1, 0.3, 2.675, 1.005, 3, -3, 10, 99.99, 1e-7, 1e16, -1e16,
	1<<52 + 0.5, 1<<53 - 1, 1 << 53, 1<<53 + 2, 0x1p62, 0x1p63, -0x1p63, 1e300, -1e300, math.MaxFloat64, -math.MaxFloat64,
	math.SmallestNonzeroFloat64, -math.SmallestNonzeroFloat64, 0x1p-1022, 1e-300,
}

var edgeTexts = []string{
	"", "a", "A", "b", "ab", "aB", "ba", "aab", "abab", " a ", "\ta\n", "\u00a0a\u00a0", "é", "É", "e\u0301", "naïve", "ß", "İ",
	"😀", "a😀b", "～", "%", "_", "a.b", "a,b,,c", ",", "--", "0", "-0", "+7", "42", "007", "1.5", "-1e3", "1e400", ".5", "5.", "nan", "inf",
	"9223372036854775807", "9223372036854775808", "-9223372036854775808", "true", "T", "FALSE", "yes", "2024-02-29", "2023-02-29",
	"0001-01-01", "9999-12-31", "2025-01-01T10:00:00Z", "12 34", "x\x00y", "\\", "$1", "foo@example.com", "http://a.b/c?d=e",
	"a\nb", "K", "ſ", strings.Repeat("ab", 40),
}

var edgeDecimals = []string{
	"0", "1", "-1", "5", "-5", "50", "-50", "49", "499", "500", "501", "-500", "1500", "2500", "-2500", "999999999999", "-999999999999", "12345", "994", "995",
}

var edgeVectors = [][]float64{
	{0, 0, 0}, {1, 0, 0}, {0.1, 0.2, 0.3}, {-0.1, 0.7, 1e-9}, {1e16, 1, -1e16}, {1, 1e16, -1e16}, {1e300, 1, 1}, {-1e300, 1e300, 1e-300},
	{math.MaxFloat64, math.MaxFloat64, 1}, {math.SmallestNonzeroFloat64, 1e-160, 3e-160}, {1.0 / 3, 2.0 / 3, 3.3}, {123456.789, -0.001, 42},
}

func instant(text string) int64 {
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		panic(err)
	}
	return t.UnixMicro()
}

var edgeTimes = []int64{
	0, -1, 1, 999_999, 1_000_000, -999_999, -1_000_000, -1_000_001,
	instant("2024-02-29T12:34:56.789Z"), instant("2024-02-29T23:59:59.999999Z"), instant("2024-12-30T00:00:00Z"),
	instant("2024-12-31T23:00:00Z"), instant("2025-01-01T00:00:00Z"), instant("2020-12-31T23:59:59Z"), instant("2021-01-03T23:30:00Z"),
	instant("2021-01-04T00:00:00Z"), instant("2025-03-30T00:59:59.999999Z"), instant("2025-03-30T01:00:00Z"), instant("2025-10-26T00:30:00Z"),
	instant("2025-10-26T01:30:00Z"), instant("2025-03-09T06:59:59Z"), instant("2025-03-09T07:00:00Z"), instant("2025-06-15T18:29:59Z"),
	instant("2025-06-15T18:30:00Z"), instant("2016-07-04T00:00:00Z"), instant("2000-02-29T00:00:00Z"), instant("1999-12-31T23:59:59Z"),
}

func date(text string) int64 { return instant(text+"T00:00:00Z") / 86_400_000_000 }

var edgeDates = []int64{
	0, -1, 1, date("2024-02-29"), date("2024-03-01"), date("2023-02-28"), date("2024-12-30"), date("2024-12-31"), date("2025-01-01"),
	date("2021-01-03"), date("2021-01-04"), date("2000-02-29"), date("1900-03-01"), date("0001-01-01"), date("0001-01-02"), date("0001-12-31"),
	date("9999-12-31"), date("9999-12-30"), date("1582-10-15"), date("1969-12-31"), date("2025-06-30"), date("2025-07-01"),
}

// pair gives the edge cases of a row's two columns; now and then null.
func pair[T any](r int, from []T, of func(T) value.Value) (first, second value.Value) {
	n := len(from) + 1
	at := func(i int) value.Value {
		if i %= n; i < len(from) {
			return of(from[i])
		}
		return value.Null
	}
	return at(r), at(r / n)
}

func decimalOf(text string) value.Value {
	n, _ := new(big.Int).SetString(text, 10)
	return cell.DecimalOf(n)
}

// wide makes the edge cases of a decimal with all 38 digits.
func wide(text string) value.Value {
	n, _ := new(big.Int).SetString(text+strings.Repeat("9", 26), 10)
	if len(text) < 5 {
		n.SetString(text, 10)
	}
	if !cell.Fits(n, types.MaxPrecision) {
		n.SetString(text, 10)
	}
	return cell.DecimalOf(n)
}

// dense is how many rows pair all cases of numbers and times. Of the rest, which
// pair more texts, a third will do.
const dense = 1400

// input returns the grid's events, each of its own key, and a label for each.
func input(program *ir.Program) *engine.Input {
	rows := (len(edgeTexts) + 1) * (len(edgeTexts) + 1)
	at := instant("2025-01-01T00:00:00Z")
	events := &engine.Events{Source: program.Sources[0]}
	in := &engine.Input{Program: program, Set: program.Sets[0], Events: []*engine.Events{events}}
	for r := range rows {
		if r > dense && r%3 != 0 {
			continue
		}
		i, j := pair(r, edgeInts, value.OfInt64)
		x, y := pair(r, edgeFloats, value.OfFloat64)
		d, _ := pair(r, edgeDecimals, decimalOf)
		_, e := pair(r, edgeDecimals, wide)
		s, p := pair(r, edgeTexts, value.OfString)
		b, _ := pair(r, []bool{true, false}, value.OfBool)
		t, v := pair(r, edgeTimes, value.OfTimestamp)
		f, g := pair(r, edgeVectors, value.OfVector)
		u, w := pair(r, edgeDates, value.OfDate)
		l, _ := pair(r, edgeLists, same)
		n, _ := pair(r, edgeNested, same)
		m, _ := pair(r, edgeMaps, same)
		h, _ := pair(r, edgeKeyed, same)
		k := value.OfInt64(int64(r))
		events.Rows = append(events.Rows, []value.Value{k, i, j, x, y, d, e, s, p, b, t, v, u, w, f, g, l, n, m, h, value.OfTimestamp(at)})
		in.Labels = append(in.Labels, engine.Label{At: at, Keys: []value.Value{k}})
	}
	return in
}
