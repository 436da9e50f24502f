package fn

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// exactly is a number of 400 bits, with the functions that those under test are
// measured by.
type exactly struct{ *big.Float }

const digits = 400

func of(x float64) exactly { return exactly{new(big.Float).SetPrec(digits).SetFloat64(x)} }

func (x exactly) op(f func(z, a, b *big.Float) *big.Float, y exactly) exactly {
	return exactly{f(new(big.Float).SetPrec(digits), x.Float, y.Float)}
}

func (x exactly) add(y exactly) exactly { return x.op((*big.Float).Add, y) }
func (x exactly) sub(y exactly) exactly { return x.op((*big.Float).Sub, y) }
func (x exactly) mul(y exactly) exactly { return x.op((*big.Float).Mul, y) }
func (x exactly) div(y exactly) exactly { return x.op((*big.Float).Quo, y) }
func (x exactly) sqrt() exactly         { return exactly{new(big.Float).SetPrec(digits).Sqrt(x.Float)} }

// series is the sum of terms until they are too small.
func series(first exactly, next func(term exactly, n int) exactly, weight func(n int) float64) exactly {
	sum, term := of(0), first
	for n := 0; term.Sign() != 0 && (n < 4 || term.MantExp(nil) > -digits); n++ {
		sum = sum.add(term.div(of(weight(n))))
		term = next(term, n)
	}
	return sum
}

// atan halves the angle until the series is quick.
func (x exactly) atan() exactly {
	const halvings = 12
	for range halvings {
		x = x.div(of(1).add(of(1).add(x.mul(x)).sqrt()))
	}
	square := x.mul(x)
	sum := series(x, func(t exactly, _ int) exactly { return t.mul(square).mul(of(-1)) }, func(n int) float64 { return float64(2*n + 1) })
	return sum.mul(of(1 << halvings))
}

var exactPi = of(1).atan().mul(of(4))

// sin is the sine of x + quarters * pi/2.
func (x exactly) sin(quarters int64) exactly {
	halfPi := exactPi.div(of(2))
	n, _ := x.div(halfPi).Int64()
	x = x.sub(halfPi.mul(of(float64(n))))
	quarters = ((quarters+n)%4 + 4) % 4
	square := x.mul(x)
	first := x
	from := 1
	if quarters%2 == 1 {
		first, from = of(1), 0
	}
	sum := series(first, func(t exactly, n int) exactly {
		k := float64(from + 2*n)
		return t.mul(square).div(of(-(k + 1) * (k + 2)))
	}, func(int) float64 { return 1 })
	if quarters >= 2 {
		return sum.mul(of(-1))
	}
	return sum
}

// ln is by the series of the inverse hyperbolic tangent.
func (x exactly) ln() exactly {
	half := func(m exactly) exactly {
		y := m.sub(of(1)).div(m.add(of(1)))
		square := y.mul(y)
		return series(y, func(t exactly, _ int) exactly { return t.mul(square) }, func(n int) float64 { return float64(2*n + 1) }).mul(of(2))
	}
	var m big.Float
	k := x.MantExp(&m)
	return half(exactly{&m}).add(half(of(2)).mul(of(float64(k))))
}

// errorOf is how many units in the last place a result is off.
func errorOf(got float64, want exactly) float64 {
	w, _ := want.Float64()
	if w == 0 {
		return math.Abs(got) / math.SmallestNonzeroFloat64
	}
	unit := math.Nextafter(math.Abs(w), math.Inf(1)) - math.Abs(w)
	off, _ := want.sub(of(got)).Float64()
	return math.Abs(off) / unit
}

// TestAccuracy measures the functions that are defined by steps against 400 bits:
// the docs of the catalogue state the bounds.
func TestAccuracy(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	one := func(op func(Float) Float) func(x float64) float64 {
		return func(x float64) float64 { return op(f(x)).V }
	}
	halfPi, _ := exactPi.div(of(2)).Float64()
	angle := func() float64 {
		switch rng.IntN(4) {
		case 0: // as near to a quarter of a turn as floats get
			return math.Nextafter(halfPi*float64(rng.IntN(1<<19)), math.Inf(rng.IntN(2)*2-1))
		case 1:
			return (rng.Float64() - 0.5) * 2 * maxAngle
		case 2:
			return (rng.Float64() - 0.5) * 7
		}
		return math.Ldexp(rng.Float64()-0.5, -rng.IntN(60))
	}
	unit := func() float64 {
		x := math.Ldexp(rng.Float64(), -rng.IntN(40))
		if rng.IntN(2) == 0 {
			x = 1 - x
		}
		return x * float64(rng.IntN(2)*2-1)
	}
	any := func() float64 { return math.Ldexp(rng.Float64()+0.5, rng.IntN(120)-60) * float64(rng.IntN(2)*2-1) }
	positive := func() float64 {
		if rng.IntN(2) == 0 {
			return 1 + (rng.Float64()-0.5)*math.Ldexp(1, -rng.IntN(50))
		}
		return math.Ldexp(rng.Float64()+0.5, rng.IntN(1800)-900)
	}
	for _, c := range []struct {
		name string
		arg  func() float64
		got  func(float64) float64
		want func(exactly) exactly
		most float64
	}{
		{"sin", angle, one(SinFloat), func(x exactly) exactly { return x.sin(0) }, 1},
		{"cos", angle, one(CosFloat), func(x exactly) exactly { return x.sin(1) }, 1},
		{"tan", angle, one(TanFloat), func(x exactly) exactly { return x.sin(0).div(x.sin(1)) }, 3},
		{"atan", any, func(x float64) float64 { return Atan2Float(f(x), f(1.0)).V }, exactly.atan, 2},
		{"asin", unit, one(AsinFloat), func(x exactly) exactly { return x.div(of(1).sub(x.mul(x)).sqrt()).atan() }, 3},
		{"acos", unit, one(AcosFloat), func(x exactly) exactly {
			return of(1).sub(x).div(of(1).add(x)).sqrt().atan().mul(of(2))
		}, 3},
		{"ln", positive, one(LnFloat), exactly.ln, 1},
		{"log2", positive, one(Log2Float), func(x exactly) exactly { return x.ln().div(of(2).ln()) }, 2},
		{"log10", positive, one(Log10Float), func(x exactly) exactly { return x.ln().div(of(10).ln()) }, 2},
	} {
		worst, at := 0.0, 0.0
		for range 1000 {
			x := c.arg()
			if x == 0 || (c.name == "asin" || c.name == "acos") && math.Abs(x) == 1 {
				continue
			}
			if e := errorOf(c.got(x), c.want(of(x))); e > worst {
				worst, at = e, x
			}
		}
		t.Logf("%s: at most %.3f units in the last place, at %v", c.name, worst, at)
		if worst > c.most || worst == 0 {
			t.Errorf("%s is off by %.3f units at %v, its docs say %v", c.name, worst, at, c.most)
		}
	}
}

// Angles of the plane's four quarters and its axes, and whole powers.
func TestExactPlaces(t *testing.T) {
	for n := range 23 {
		if got := Log10Float(f(math.Pow10(n))).V; got != float64(n) {
			t.Errorf("log10 of 10^%d is %v", n, got)
		}
	}
	for n := -1074; n < 1024; n++ {
		if got := Log2Float(f(math.Ldexp(1, n))).V; got != float64(n) {
			t.Errorf("log2 of 2^%d is %v", n, got)
		}
	}
	for _, y := range []float64{-2, -1, 0, 1, 2, 1e-320, 1e308} {
		for _, x := range []float64{-2, -1, 0, 1, 2, 1e-320, -1e308} {
			got, want := Atan2Float(f(y), f(x)).V, math.Atan2(y, x)
			if math.Abs(got-want) > 1e-15 {
				t.Errorf("atan2(%v, %v) = %v, want about %v", y, x, got, want)
			}
		}
	}
	for _, p := range []struct{ lat1, lon1, lat2, lon2, km float64 }{
		{90, 0, -90, 77, 6371.0088 * math.Pi}, {0, -180, 0, 180, 0}, {0, 0, 0, 90, 6371.0088 * math.Pi / 2}, {89, 10, 89, -170, 6371.0088 * math.Pi / 90},
	} {
		got := Haversine(f(p.lat1), f(p.lon1), f(p.lat2), f(p.lon2)).V
		if math.Abs(got-p.km) > 1e-9*p.km+1e-9 {
			t.Errorf("haversine%v = %v", p, got)
		}
	}
}
