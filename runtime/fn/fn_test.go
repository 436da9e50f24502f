package fn

import (
	"math"
	"math/big"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/featc-lang/featc/runtime"
	"github.com/featc-lang/featc/runtime/exact"
	"github.com/featc-lang/featc/runtime/value"
)

func i(v int64) Int     { return runtime.Some(v) }
func f(v float64) Float { return runtime.Some(v) }
func s(v string) Text   { return runtime.Some(v) }
func b(v bool) Bool     { return runtime.Some(v) }

func TestCheckedIntegersAgainstBig(t *testing.T) {
	number := rapid.OneOf(rapid.Int64(), rapid.Int64Range(-3, 3),
		rapid.SampledFrom([]int64{math.MinInt64, math.MaxInt64, math.MinInt64 + 1, 1 << 32, -1 << 31}))
	rapid.Check(t, func(t *rapid.T) {
		x, y := number.Draw(t, "x"), number.Draw(t, "y")
		bx, by := big.NewInt(x), big.NewInt(y)
		check := func(op string, got Int, want *big.Int) {
			t.Helper()
			if got.Valid != want.IsInt64() || got.Valid && got.V != want.Int64() || !got.Valid && got.V != 0 {
				t.Fatalf("%d %s %d = %v, want %v", x, op, y, got, want)
			}
		}
		check("+", AddInt(i(x), i(y)), new(big.Int).Add(bx, by))
		check("-", SubInt(i(x), i(y)), new(big.Int).Sub(bx, by))
		check("*", MulInt(i(x), i(y)), new(big.Int).Mul(bx, by))
		check("neg", NegInt(i(x)), new(big.Int).Neg(bx))
		check("abs", AbsInt(i(x)), new(big.Int).Abs(bx))
		if y != 0 {
			check("%", ModInt(i(x), i(y)), new(big.Int).Rem(bx, by))
		}
	})
}

func TestIntegersAndFloats(t *testing.T) {
	for _, tt := range []struct {
		name string
		got  any
		want any
	}{
		{"mod 0", ModInt(i(3), i(0)), Int{}},
		{"null + 1", AddInt(Int{}, i(1)), Int{}},
		{"divide by zero", DivFloat(f(1), f(0)), Float{}},
		{"overflow", MulFloat(f(1e300), f(1e300)), Float{}},
		{"root of -1", SqrtFloat(f(-1)), Float{}},
		{"canonical zero", 1 / CanonFloat(f(math.Copysign(0, -1))).V, math.Inf(1)},
		{"canonical NaN", CanonFloat(f(math.NaN())), Float{}},
		{"2^63 as int", FloatToInt(f(1 << 63)), Int{}},
		{"-2^63 as int", FloatToInt(f(-1 << 63)), i(math.MinInt64)},
		{"truncated", FloatToInt(f(-1.9)), i(-1)},
		{"2^53+1", IntToFloat(i(1<<53 + 1)), f(1 << 53)},
		{"floor", FloorFloat(f(-1.5)), f(-2)},
		{"ceil of null", CeilFloat(Float{}), Float{}},
		{"least", Least(i(3), i(-1), i(2)), i(-1)},
		{"greatest with null", Greatest(i(3), Int{}), Int{}},
		{"in", In(s("a"), "b", "a"), b(true)},
		{"null in", In(Text{}, "a"), Bool{}},
		{"-0 = 0", Eq(f(math.Copysign(0, -1)), f(0)), b(true)},
		{"bytewise", Lt(s("Z"), s("a")), b(true)},
		{"if null", If(Bool{}, i(1), i(2)), i(2)},
		{"coalesce", Coalesce(Int{}, i(2), i(3)), i(2)},
		{"code points", Length(s("naïve€")), i(6)},
		{"bytes", Size(s("€")), i(3)},
		{"concat", Concat(s("a"), s(""), s("ü")), s("aü")},
		{"concat null", Concat(s("a"), Text{}), Text{}},
		{"starts with", StartsWith(s("abc"), s("ab")), b(true)},
		{"ends with", EndsWith(s("abc"), s("ab")), b(false)},
		{"contains", Contains(s("abc"), s("")), b(true)},
		{"not UTF-8", ValidText(NotText), Text{}},
		{"null first", Order(Int{}, i(math.MinInt64)), -1},
		{"false first", OrderNullBool(b(false), b(true)), -1},
		{"null bool first", OrderNullBool(b(false), Bool{}), 1},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, tt.got, tt.want)
		}
	}
}

func TestThreeValuedLogic(t *testing.T) {
	T, F, N := b(true), b(false), Bool{}
	for _, tt := range []struct{ x, y, and, or Bool }{
		{T, T, T, T}, {T, F, F, T}, {T, N, N, T}, {F, F, F, F}, {F, N, F, N}, {N, N, N, N},
	} {
		if And(tt.x, tt.y) != tt.and || And(tt.y, tt.x) != tt.and {
			t.Errorf("%v and %v: want %v", tt.x, tt.y, tt.and)
		}
		if Or(tt.x, tt.y) != tt.or || Or(tt.y, tt.x) != tt.or {
			t.Errorf("%v or %v: want %v", tt.x, tt.y, tt.or)
		}
	}
	if Not(N) != N || Not(T) != F || True(N) || !True(T) {
		t.Error("not, true")
	}
}

func TestDecimals(t *testing.T) {
	d := func(v int64) Dec { return runtime.Some(exact.FromInt64(v)) }
	nines := runtime.Some(exact.Pow10(38).Sub(exact.FromInt64(1)))
	for _, tt := range []struct {
		name      string
		got, want Dec
	}{
		{"add", AddDec(d(150), d(-25), 5), d(125)},
		{"add too many digits", AddDec(d(999), d(1), 3), Dec{}},
		{"add beyond 38 digits", AddDec(nines, nines, 38), Dec{}},
		{"sub beyond 38 digits", SubDec(NegDec(nines), nines, 38), Dec{}},
		{"mul", MulDec(d(15), d(-3), 4), d(-45)},
		{"mul overflow", MulDec(nines, nines, 38), Dec{}},
		{"rescale", DecRescale(d(-12), 5, 2), d(-1200)},
		{"rescale overflow", DecRescale(d(1234), 5, 2), Dec{}},
		{"from int", IntToDec(i(7), 3, 2), d(700)},
		{"from int overflow", IntToDec(i(10), 3, 2), Dec{}},
		{"abs", AbsDec(d(-3)), d(3)},
		{"least", LeastDec(d(2), d(1)), d(1)},
		{"greatest", GreatestDec(d(2), d(1)), d(2)},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, tt.got, tt.want)
		}
	}
	if got := DecToInt(d(-199), 2); got != i(-1) {
		t.Errorf("int of -1.99 = %v", got)
	}
	if got := DecToInt(nines, 0); got.Valid {
		t.Errorf("int of 38 nines = %v", got)
	}
	if got := DecToFloat(d(5), 2); got != f(0.05) {
		t.Errorf("float of 0.05 = %v", got)
	}
}

func TestCalendar(t *testing.T) {
	at := func(text string) Int {
		v, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			t.Fatal(err)
		}
		return i(v.UnixMicro())
	}
	kolkata, newYork := ZoneOf("Asia/Kolkata", 0, 19800), ZoneOf("America/New_York", 1730613600, -18000, 1741503600, -14400)
	for _, tt := range []struct {
		name      string
		got, want Int
	}{
		{"hour of a half-hour zone", Hour(at("2025-01-01T18:30:00Z"), kolkata), i(0)},
		{"hour before DST", Hour(at("2025-03-09T06:59:59.999999Z"), newYork), i(1)},
		{"hour after DST", Hour(at("2025-03-09T07:00:00Z"), newYork), i(3)},
		{"Sunday", Weekday(at("2025-01-05T12:00:00Z"), time.UTC), i(7)},
		{"Monday", Weekday(at("2025-01-06T00:00:00Z"), time.UTC), i(1)},
		{"day", Day(at("2024-02-29T23:00:00Z"), kolkata), i(1)},
		{"month", Month(at("2024-02-29T23:00:00Z"), kolkata), i(3)},
		{"year", Year(at("2024-12-31T20:00:00Z"), kolkata), i(2025)},
		{"date before 1970", ToDate(at("1969-12-31T23:59:59.999999Z"), time.UTC), i(-1)},
		{"date in a zone", ToDate(at("1970-01-01T03:00:00Z"), newYork), i(-1)},
		{"null", ToDate(Int{}, newYork), Int{}},
		{"last instant", AddTime(i(value.MaxTime), i(0)), i(value.MaxTime)},
		{"beyond it", AddTime(i(value.MaxTime), i(1)), Int{}},
		{"before the first", SubTime(i(value.MinTime), i(1)), Int{}},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, tt.got, tt.want)
		}
	}
}
