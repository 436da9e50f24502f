package fn

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/featc-lang/featc/runtime"
	"github.com/featc-lang/featc/runtime/exact"
)

func TestFunctions(t *testing.T) {
	at := int64(1709209296_789000) // 2024-02-29T12:21:36.789Z
	for _, tt := range []struct {
		name      string
		got, want any
	}{
		{"div truncates", DivInt(i(-7), i(2)), i(-3)},
		{"div of the smallest", DivInt(i(math.MinInt64), i(-1)), Int{}},
		{"floor", FloorDivInt(i(-1), 1000), i(-1)},
		{"floor of a multiple", FloorDivInt(i(-2000), 1000), i(-2)},
		{"round half away", RoundFloat(f(-2.5)), f(-3)},
		{"round decimal", RoundDec(runtime.Some(exact.FromInt64(-995)), 2), runtime.Some(exact.FromInt64(-10))},
		{"width bucket, last", WidthBucket(f(math.Nextafter(1, 0)), 0, 1, 3), i(3)},
		{"width bucket, above", WidthBucket(f(1), 0, 1, 3), i(4)},
		{"substr", Substr(s("naïve"), i(3), i(math.MaxInt64)), s("ïve")},
		{"right", Right(s("é"), i(0)), s("")},
		{"split past the end", SplitPart(s("a,b"), ",", 3), Text{}},
		{"pad", PadLeft(s("é"), 4, "ab"), s("abaé")},
		{"trunc to a week before 1970", TruncDate(i(-1), "week"), i(-3)},
		{"first week", TruncDate(i(minDay), "week"), i(minDay)},
		{"day after the last", AddDays(i(maxDay), i(1)), Int{}},
		{"time to text", TimeToText(i(at)), s("2024-02-29T12:21:36.789000Z")},
		{"parse", ParseInt(s("+7")), i(7)},
		{"not a date", ParseDate(s("2023-02-29")), Int{}},
		{"extract", RegexpExtract(s("b"), Pattern("(a)?b"), 1), s("")},
		{"no match", RegexpExtract(s("c"), Pattern("(a)?b"), 1), Text{}},
		{"literal replacement", RegexpReplace(s("aa"), Pattern("a"), "$0"), s("$0$0")},
		{"null", RegexpMatch(Text{}, Pattern("")), Bool{}},
		{"distinct nulls", IsDistinct(Int{}, Int{}), false},
		{"null between", Between(i(3), Int{}, i(2)), b(false)},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, tt.got, tt.want)
		}
	}
}

// TestNearTheLibrary compares with package math, which is within one unit in
// the last place itself where arguments and results are normal numbers. (Its
// assembly of Log takes subnormal ones for larger.)
func TestNearTheLibrary(t *testing.T) {
	near := func(t *rapid.T, name string, x float64, got Float, want float64) {
		t.Helper()
		if math.Abs(got.V-want) > 2*(math.Nextafter(math.Abs(want), math.Inf(1))-math.Abs(want)) {
			t.Fatalf("%s(%v) = %v, want about %v", name, x, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(0x1p-1022, math.MaxFloat64).Draw(t, "x")
		near(t, "ln", x, LnFloat(f(x)), math.Log(x))
		y := rapid.Float64Range(-708, 709).Draw(t, "y")
		near(t, "exp", y, ExpFloat(f(y)), math.Exp(y))
	})
}
