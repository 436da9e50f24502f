package reference

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/featc-lang/featc/compiler/agg"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

// TestMomentsAgainstBigFloats demands of every moment a relative error below 1e-9
// where means are up to a million standard deviations from zero (a thousand for
// skewness, and a hundred for kurtosis), whatever the scale of the values.
func TestMomentsAgainstBigFloats(t *testing.T) {
	source := &ir.Source{Columns: []*ir.Column{{Name: "x", Type: types.Float64}, {Name: "y", Type: types.Float64}}}
	args := []ir.Expr{&ir.ColumnRef{Source: source}, &ir.ColumnRef{Source: source, Index: 1}}
	rng := rand.New(rand.NewPCG(1, 2))
	worst := map[string]float64{}
	for _, scale := range []float64{1e-6, 1e-3, 1, 1e3} {
		for _, ratio := range []float64{0, 1, 1e2, 1e3, 1e6} {
			for range 4 {
				xs, ys := sample(rng, scale, ratio)
				want := moments(xs, ys)
				for name, w := range want {
					if name == "skewness" && ratio > 1e3 || name == "kurtosis" && ratio > 1e2 {
						continue
					}
					got := over(t, name, args, xs, ys)
					relative := math.Abs(got-w) / math.Abs(w)
					worst[name] = max(worst[name], relative)
					if !(relative < 1e-9) {
						t.Errorf("%s with scale %g and ratio %g is %v, want %v: off by %.1e", name, scale, ratio, got, w, relative)
					}
				}
			}
		}
	}
	t.Logf("the largest relative errors: %v", worst)
}

// sample is 200 pairs whose x have a standard deviation of scale about a mean of
// scale * ratio, skewed, and whose y go with them.
func sample(rng *rand.Rand, scale, ratio float64) (xs, ys []float64) {
	for range 200 {
		z := rng.ExpFloat64()
		xs = append(xs, scale*(ratio+z))
		ys = append(ys, scale*(ratio+2*z+rng.NormFloat64()))
	}
	return xs, ys
}

// over computes an aggregation of pairs as the reference does.
func over(t *testing.T, name string, args []ir.Expr, xs, ys []float64) float64 {
	t.Helper()
	a := agg.Lookup(name)
	parts, err := a.Build(args[:a.MinArgs])
	if err != nil {
		t.Fatal(err)
	}
	var rows []*row
	for i := range xs {
		r := &row{where: true}
		for _, c := range parts.Components {
			r.comps = append(r.comps, compared{arg: Eval(c.Arg, func(e ir.Expr) value.Value {
				return value.OfFloat64([][]float64{xs, ys}[e.(*ir.ColumnRef).Index][i])
			})})
		}
		rows = append(rows, r)
	}
	got := finish(&ir.Aggregation{Components: parts.Components, Steps: parts.Steps, Finish: parts.Finish}, rows)
	if got.IsNull() {
		return math.NaN()
	}
	return got.Float64()
}

// moments are those of the pairs in 2,000 bits.
func moments(xs, ys []float64) map[string]float64 {
	n := wide(float64(len(xs)))
	mean := func(vs []float64) *big.Float {
		sum := wide(0)
		for _, v := range vs {
			sum.Add(sum, wide(v))
		}
		return sum.Quo(sum, n)
	}
	mx, my := mean(xs), mean(ys)
	central := func(i, j int) *big.Float {
		sum := wide(0)
		for k := range xs {
			term := wide(1)
			for range i {
				term.Mul(term, wide(0).Sub(wide(xs[k]), mx))
			}
			for range j {
				term.Mul(term, wide(0).Sub(wide(ys[k]), my))
			}
			sum.Add(sum, term)
		}
		return sum.Quo(sum, n)
	}
	m2, y2, xy := central(2, 0), central(0, 2), central(1, 1)
	quo := func(a, b *big.Float) float64 { f, _ := wide(0).Quo(a, b).Float64(); return f }
	mul := func(a, b *big.Float) *big.Float { return wide(0).Mul(a, b) }
	root := func(a *big.Float) *big.Float { return wide(0).Sqrt(a) }
	bessel := wide(0).Quo(n, wide(0).Sub(n, wide(1)))
	return map[string]float64{
		"var_pop": quo(m2, wide(1)), "var_samp": quo(mul(m2, bessel), wide(1)),
		"stddev_pop": quo(root(m2), wide(1)), "stddev_samp": quo(root(mul(m2, bessel)), wide(1)),
		"covar_pop": quo(xy, wide(1)), "covar_samp": quo(mul(xy, bessel), wide(1)),
		"corr": quo(xy, root(mul(m2, y2))), "slope": quo(central(1, 1), y2),
		"skewness": quo(central(3, 0), mul(m2, root(m2))),
		"kurtosis": quo(wide(0).Sub(central(4, 0), mul(wide(3), mul(m2, m2))), mul(m2, m2)),
	}
}

func wide(f float64) *big.Float { return new(big.Float).SetPrec(2000).SetFloat64(f) }

// TestDoubleOps checks that the products of doubles lose nothing, and that a limb is
// not lost on the way from an integer.
func TestDoubleOps(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 10_000 {
		a := math.Ldexp(rng.Float64()-0.5, rng.IntN(200)-100)
		b := math.Ldexp(rng.Float64()-0.5, rng.IntN(200)-100)
		exact := new(big.Float).SetPrec(200).Mul(big.NewFloat(a), big.NewFloat(b))
		sum := new(big.Float).SetPrec(200).Add(big.NewFloat(a*b), big.NewFloat(mulError(a, b)))
		if exact.Cmp(sum) != 0 {
			t.Fatalf("%g * %g is %g and %g, which is not exact", a, b, a*b, mulError(a, b))
		}
	}
	q := new(big.Int).Add(power(2, 122), big.NewInt(12345))
	call := &ir.Call{}
	high := doubleOps[ir.UnitsHigh](call, []value.Value{decimalOf(q, types.MaxPrecision)}).Float64()
	low := doubleOps[ir.UnitsLow](call, []value.Value{decimalOf(q, types.MaxPrecision)}).Float64()
	if high != 1<<62 || low != math.Ldexp(12345, -60) {
		t.Errorf("2^122 + 12345 units are %g and %g", high, low)
	}
}
