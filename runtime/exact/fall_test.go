package exact

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/featc-lang/featc/runtime"
	"github.com/featc-lang/featc/runtime/codec"
)

// TestFalls compares falls with the largest difference of all pairs, through an encoding.
func TestFalls(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		xs := rapid.SliceOf(rapid.Int64Range(-9, 9)).Draw(t, "xs")
		var ints IntFall
		var floats FloatFall
		most := int64(0)
		for i, x := range xs {
			ints.Add(x)
			floats.Add(float64(x) / 4)
			for _, before := range xs[:i] {
				most = max(most, before-x)
			}
			d := codec.NewReader(floats.Append(ints.Append(nil)))
			ints.Read(d)
			floats.Read(d)
			if err := d.Close(); err != nil {
				t.Fatal(err)
			}
		}
		want, wantFloat := runtime.Null[Int128]{}, runtime.Null[float64]{}
		if len(xs) > 0 {
			want, wantFloat = runtime.Some(FromInt64(most)), runtime.Some(float64(most)/4)
		}
		if ints.Value() != want || floats.Value() != wantFloat {
			t.Fatalf("%v falls by %v and %v, want %d", xs, ints.Value(), floats.Value(), most)
		}
	})
	var wide IntFall
	wide.Add(math.MaxInt64)
	wide.Add(math.MinInt64)
	if v, ok := wide.Value().V.Int64(); ok {
		t.Errorf("a fall by 2^64 - 1 is %d", v)
	}
	var infinite FloatFall
	infinite.Add(math.MaxFloat64)
	infinite.Add(-math.MaxFloat64)
	if infinite.Value().Valid {
		t.Errorf("a fall that is not finite is %v", infinite.Value())
	}
}
