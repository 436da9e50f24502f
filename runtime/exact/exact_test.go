package exact

import (
	"math"
	"math/big"
	"testing"

	"github.com/featc-lang/featc/runtime/codec"
	"pgregory.net/rapid"
)

func (a Int128) big() *big.Int {
	z := new(big.Int).Lsh(big.NewInt(a.Hi), 64)
	return z.Add(z, new(big.Int).SetUint64(a.Lo))
}

// fromBig is big modulo 2^128, and whether it fits.
func fromBig(z *big.Int) (Int128, bool) {
	m := new(big.Int).And(z, new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 128), big.NewInt(1)))
	a := Int128{Hi: int64(new(big.Int).Rsh(m, 64).Uint64()), Lo: new(big.Int).And(m, new(big.Int).SetUint64(math.MaxUint64)).Uint64()}
	return a, a.big().Cmp(z) == 0
}

// drawInt128 favours the edges of the halves.
func drawInt128(t *rapid.T, name string) Int128 {
	edge := rapid.SampledFrom([]int64{0, 1, -1, math.MaxInt64, math.MinInt64, 1 << 22, 1 << 43})
	half := rapid.OneOf(edge, rapid.Int64())
	return Int128{Hi: half.Draw(t, name+".hi"), Lo: uint64(half.Draw(t, name+".lo"))}
}

func TestInt128AgainstBig(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawInt128(t, "a"), drawInt128(t, "b")
		x, y := a.big(), b.big()
		check := func(op string, got Int128, want *big.Int) {
			t.Helper()
			if w, _ := fromBig(want); got != w {
				t.Fatalf("%v %s %v = %v, want %v", a, op, b, got, w)
			}
		}
		check("+", a.Add(b), new(big.Int).Add(x, y))
		check("-", a.Sub(b), new(big.Int).Sub(x, y))
		check("neg", a.Neg(), new(big.Int).Neg(x))
		if got := a.Compare(b); got != x.Cmp(y) {
			t.Fatalf("compare %v %v = %d", a, b, got)
		}
		want, fits := fromBig(new(big.Int).Mul(x, y))
		got, ok := a.Mul(b)
		smallest := Int128{Hi: math.MinInt64}
		if ok && (!fits || got != want) || !ok && fits && want != smallest && a != smallest && b != smallest {
			t.Fatalf("%v * %v = %v %v, want %v %v", a, b, got, ok, want, fits)
		}
		n := rapid.UintRange(0, 63).Draw(t, "n")
		check("<<", a.Lsh(n), new(big.Int).Lsh(x, n))
		d := rapid.Int64Range(1, math.MaxInt64).Draw(t, "d")
		q, r := a.QuoRem64(d)
		wq, wr := new(big.Int).QuoRem(x, big.NewInt(d), new(big.Int))
		if w, _ := fromBig(wq); q != w || r != wr.Int64() {
			t.Fatalf("%v / %d = %v rest %d, want %v rest %v", a, d, q, r, wq, wr)
		}
		if i, ok := a.Int64(); ok != x.IsInt64() || ok && i != x.Int64() {
			t.Fatalf("int64 of %v = %d %v", a, i, ok)
		}
		p := rapid.IntRange(1, 38).Draw(t, "p")
		limit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(p)), nil)
		if got := a.Fits(p); got != (new(big.Int).Abs(x).Cmp(limit) < 0) {
			t.Fatalf("%v fits %d digits: %v", a, p, got)
		}
		if a.String() != x.String() {
			t.Fatalf("text of %v = %s", x, a)
		}
		rd := codec.NewReader(AppendInt128(nil, a))
		if got := ReadInt128(rd); got != a || rd.Close() != nil {
			t.Fatalf("decoded %v as %v", a, got)
		}
	})
}

func TestInt128Float64AgainstBig(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := drawInt128(t, "a")
		scale := rapid.IntRange(0, 18).Draw(t, "scale")
		limb := new(big.Int).Lsh(big.NewInt(1), 43)
		var rest [3]*big.Int
		q := a.big()
		for i := range rest {
			q, rest[i] = new(big.Int).QuoRem(q, limb, new(big.Int))
		}
		// What is above the third limb belongs to it.
		rest[2].Add(rest[2], new(big.Int).Mul(q, limb))
		f := func(z *big.Int) float64 { v, _ := new(big.Float).SetInt(z).Float64(); return v }
		const p43 = float64(1 << 43)
		want := float64(float64(f(rest[2])*p43) + f(rest[1]))
		want = float64(float64(want*p43) + f(rest[0]))
		want /= math.Pow10(scale)
		if got := a.Float64(scale); math.Float64bits(got) != math.Float64bits(want) {
			t.Fatalf("float of %v at scale %d = %v, want %v", a, scale, got, want)
		}
	})
}

func TestText(t *testing.T) {
	for _, tt := range []struct {
		a     int64
		scale int
		want  string
	}{{0, 0, "0"}, {0, 2, "0.00"}, {5, 2, "0.05"}, {-5, 1, "-0.5"}, {12345, 2, "123.45"}, {-100, 2, "-1.00"}} {
		if got := FromInt64(tt.a).Text(tt.scale); got != tt.want {
			t.Errorf("Text(%d, %d) = %q, want %q", tt.a, tt.scale, got, tt.want)
		}
	}
}

// naiveFloatSum is the contract's formula over big integers.
func naiveFloatSum(xs []float64) (float64, bool) {
	q, n := new(big.Int), 0
	for _, x := range xs {
		if !(math.Abs(x) < 1<<62) {
			continue
		}
		n++
		hi := math.Trunc(x)
		lo := math.Trunc((x - hi) * (1 << 60))
		q.Add(q, new(big.Int).Lsh(big.NewInt(int64(hi)), 60))
		q.Add(q, big.NewInt(int64(lo)))
	}
	limit := new(big.Int).Lsh(big.NewInt(1), 123)
	if n == 0 || new(big.Int).Abs(q).Cmp(limit) >= 0 {
		return 0, false
	}
	h, l := new(big.Int).QuoRem(q, new(big.Int).Lsh(big.NewInt(1), 60), new(big.Int))
	return float64(h.Int64()) + float64(l.Int64())*math.Ldexp(1, -60), true
}

func TestFloatSum(t *testing.T) {
	hard := rapid.SampledFrom([]float64{0, 0.1, -0.1, 1 << 53, -(1 << 53) - 2, math.Ldexp(1, 61), -math.Ldexp(1, 61),
		math.Nextafter(1<<62, 0), 1 << 62, math.Inf(1), math.NaN(), math.SmallestNonzeroFloat64, math.Ldexp(1, -60), math.Ldexp(-1, -61), 1e300})
	rapid.Check(t, func(t *rapid.T) {
		xs := rapid.SliceOfN(rapid.OneOf(hard, rapid.Float64Range(-1e6, 1e6), rapid.Float64()), 0, 40).Draw(t, "xs")
		gone := rapid.SliceOfN(rapid.OneOf(hard, rapid.Float64()), 0, 10).Draw(t, "gone")
		var s FloatSum
		for _, x := range gone {
			s.Add(x)
		}
		for _, x := range rapid.Permutation(xs).Draw(t, "order") {
			s.Add(x)
		}
		for _, x := range gone {
			s.Sub(x)
		}
		var restored FloatSum
		r := codec.NewReader(s.Append(nil))
		restored.Read(r)
		if r.Close() != nil || restored != s {
			t.Fatalf("restored %v, want %v", restored, s)
		}
		want, ok := naiveFloatSum(xs)
		got := s.Value()
		if got.Valid != ok || ok && math.Float64bits(got.V) != math.Float64bits(want) {
			t.Fatalf("sum = %v, want %v %v", got, want, ok)
		}
	})
}

func TestDecimalSum(t *testing.T) {
	nines := Pow10(38).Sub(FromInt64(1))
	hard := rapid.SampledFrom([]Int128{nines, nines.Neg(), FromInt64(0), FromInt64(1), FromInt64(-1), Pow10(37)})
	rapid.Check(t, func(t *rapid.T) {
		xs := rapid.SliceOfN(hard, 0, 12).Draw(t, "xs")
		gone := rapid.SliceOfN(hard, 0, 6).Draw(t, "gone")
		var s DecimalSum
		want := new(big.Int)
		for _, x := range append(gone, xs...) {
			s.Add(x)
		}
		for _, x := range gone {
			s.Sub(x)
		}
		for _, x := range xs {
			want.Add(want, x.big())
		}
		var restored DecimalSum
		restored.Read(codec.NewReader(s.Append(nil)))
		if restored != s {
			t.Fatalf("restored %v, want %v", restored, s)
		}
		ok := len(xs) > 0 && new(big.Int).Abs(want).Cmp(Pow10(38).big()) < 0
		got := s.Value()
		if got.Valid != ok || ok && got.V.big().Cmp(want) != 0 {
			t.Fatalf("sum = %v, want %v %v", got, want, ok)
		}
	})
}

func TestIntSum(t *testing.T) {
	var s IntSum
	if s.Value().Valid {
		t.Error("an empty sum is not null")
	}
	for range 3 {
		s.Add(math.MaxInt64)
	}
	s.Add(5)
	s.Sub(5)
	if got, want := s.Value().V.String(), "27670116110564327421"; got != want {
		t.Errorf("sum = %s, want %s", got, want)
	}
	var restored IntSum
	restored.Read(codec.NewReader(s.Append(nil)))
	if restored != s {
		t.Errorf("restored %v, want %v", restored, s)
	}
}
