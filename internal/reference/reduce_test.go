package reference

import (
	"math"
	"testing"

	"github.com/featc-lang/featc/runtime/value"
)

func TestSumFloat(t *testing.T) {
	tests := []struct {
		name string
		in   []float64
		want any // float64 or nil
	}{
		{"one", []float64{-0.1}, -0.1},
		{"no order", []float64{1e16, 1, -1e16}, 1.0},
		{"tenths", []float64{0.1, 0.2}, 0.30000000000000004},
		{"cut at 2^-60", []float64{0x1p-61}, 0.0},
		{"cut toward zero", []float64{-0x1p-61}, 0.0},
		{"quantum", []float64{-0x1p-60}, -0x1p-60},
		{"cut before adding", []float64{0x1p-61, 0x1p-61}, 0.0},
		{"subnormal", []float64{5e-324}, 0.0},
		{"below 2^62", []float64{0x1p62 - 512}, 0x1p62 - 512},
		{"2^62 is skipped", []float64{0x1p62, 1}, 1.0},
		{"all skipped", []float64{0x1p62, -0x1p62}, nil},
		{"2^63 does not fit", []float64{0x1p61, 0x1p61, 0x1p61, 0x1p61}, nil},
		{"below 2^63", []float64{0x1p61, 0x1p61, 0x1p61, 0x1p61, -1024}, 0x1p63 - 1024},
	}
	for _, tt := range tests {
		var in []value.Value
		for _, x := range tt.in {
			in = append(in, value.OfFloat64(x))
		}
		want := value.Null
		if x, ok := tt.want.(float64); ok {
			want = value.OfFloat64(x)
		}
		if got := sumFloat(in); got != want {
			t.Errorf("%s: got %v, want %v", tt.name, got.Float64(), tt.want)
		}
	}
}

func TestSumExact(t *testing.T) {
	nines := "99999999999999999999999999999999999999"
	tests := []struct {
		name string
		in   []value.Value
		want value.Value
	}{
		{"beyond int64", []value.Value{value.OfInt64(math.MaxInt64), value.OfInt64(1)}, unscaledValue("9223372036854775808")},
		{"and back", []value.Value{value.OfInt64(math.MinInt64), value.OfInt64(math.MinInt64)}, unscaledValue("-18446744073709551616")},
		{"10^38", []value.Value{unscaledValue(nines), unscaledValue("1")}, value.Null},
		{"passing 10^38 on the way", []value.Value{unscaledValue(nines), unscaledValue(nines), unscaledValue("-" + nines)}, unscaledValue(nines)},
	}
	for _, tt := range tests {
		if got := sumExact(tt.in); got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, bigOf(got), bigOf(tt.want))
		}
	}
}
