package window

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/featc-lang/featc/runtime"
	"github.com/featc-lang/featc/runtime/exact"
)

// size is the number of values in the window of the benchmarks: every push is
// followed by the eviction of the oldest value.
const size = 1024

func values() []float64 {
	rng := rand.New(rand.NewPCG(1, 2))
	out := make([]float64, 1<<16)
	for i := range out {
		out[i] = 1 + rng.Float64()*1000
	}
	return out
}

func perSecond(b *testing.B) {
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds()/1e6, "M/s")
}

// BenchmarkSum slides a sum over ints.
func BenchmarkSum(b *testing.B) {
	in := make([]int64, 1<<16)
	for i, v := range values() {
		in[i] = int64(v)
	}
	var s exact.IntSum
	for i := range b.N {
		s.Add(in[i%len(in)])
		if i >= size {
			s.Sub(in[(i-size)%len(in)])
		}
		sinkLow = s.Value().V.Lo
	}
	perSecond(b)
}

// BenchmarkMedian slides a window in which there are always 100,000 different
// values, and reads the median after every row.
func BenchmarkMedian(b *testing.B) {
	const size = 100_000
	rng := rand.New(rand.NewPCG(1, 2))
	in := make([]float64, 4*size)
	for i := range in {
		in[i] = rng.Float64()
	}
	var s Keyed[float64, None, *None]
	smaller := func(a, b float64) bool { return a < b }
	for i := range size {
		s.Add(in[i], smaller)
	}
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		s.Add(in[(i+size)%len(in)], smaller)
		s.Sub(in[i%len(in)], smaller)
		sink = s.Rank(RankUnit / 2).Valid
	}
	perSecond(b)
}

// BenchmarkFloatSum slides a sum over floats, exactly.
func BenchmarkFloatSum(b *testing.B) {
	in := values()
	var s exact.FloatSum
	for i := range b.N {
		s.Add(in[i%len(in)])
		if i >= size {
			s.Sub(in[(i-size)%len(in)])
		}
		sink = s.Value().Valid
	}
	perSecond(b)
}

// BenchmarkGeometricMean slides a geometric mean: the mean of logarithms, which
// are computed once for each value.
func BenchmarkGeometricMean(b *testing.B) {
	in := values()
	var s exact.FloatSum
	var logs [size]float64
	n := 0
	for i := range b.N {
		at := i % size
		if i >= size {
			s.Sub(logs[at])
		} else {
			n++
		}
		logs[at] = math.Log(in[i%len(in)])
		s.Add(logs[at])
		mean := s.Value()
		sink = mean.Valid && math.Exp(mean.V/float64(n)) > 0
	}
	perSecond(b)
}

// BenchmarkMax slides a maximum.
func BenchmarkMax(b *testing.B) {
	in := values()
	var m Extreme[float64]
	for i := range b.N {
		m.Expire(int64(i - size + 1))
		m.Push(int64(i), in[i%len(in)], func(a, b float64) bool { return a > b })
		sink = m.Value().Valid
	}
	perSecond(b)
}

// BenchmarkMaxBySlice is what one writes by hand: the largest of a slice.
func BenchmarkMaxBySlice(b *testing.B) {
	in := values()
	var rows []float64
	for i := range b.N {
		if rows = append(rows, in[i%len(in)]); len(rows) > size {
			rows = rows[1:]
		}
		var m runtime.Null[float64]
		for _, v := range rows {
			Fold(&m, v, func(a, b float64) bool { return a > b })
		}
		sink = m.Valid
	}
	perSecond(b)
}

var (
	sink    bool // keep what is computed from being optimised away
	sinkLow uint64
)
