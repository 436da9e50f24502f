package collection

import (
	"cmp"
	"slices"
	"testing"

	"github.com/featc-lang/featc/runtime"
	"github.com/featc-lang/featc/runtime/codec"
)

func TestSum(t *testing.T) {
	var s Sum
	if s.Value().Valid {
		t.Error("the sum of no vectors is not null")
	}
	a, b := VectorOf(0.1, 1), VectorOf(0.2, -3)
	s.Add(a)
	s.Add(b)
	if got := s.Value(); got != runtime.Some(VectorOf(0.30000000000000004, -2)) {
		t.Errorf("the sum is %v", got.V.Append(nil))
	}
	var restored, merged Sum
	d := codec.NewReader(s.Append(nil))
	restored.Read(d)
	if err := d.Close(); err != nil || restored.Value() != s.Value() {
		t.Errorf("restored, it is %v, error %v", restored.Value(), err)
	}
	merged.Merge(&restored)
	merged.Sub(a)
	if got := merged.Value(); got != runtime.Some(b) {
		t.Errorf("one of two is left, and it is %v", got.V.Append(nil))
	}
	merged.Unmerge(&s)
	merged.Add(a)
	if merged.Value().Valid {
		t.Error("with as many out as in, the sum is not null")
	}
	if n := testing.AllocsPerRun(10, func() { s.Value() }); n > 0 {
		t.Errorf("reading what was read takes %v allocations", n)
	}
}

func TestExtreme(t *testing.T) {
	var m Extreme
	for i, v := range []Vector{VectorOf(1, 9), VectorOf(5, 2), VectorOf(3, 3)} {
		m.Push(int64(i), v, cmp.Less[float64])
	}
	for before, want := range []Vector{VectorOf(1, 2), VectorOf(3, 2), VectorOf(3, 3)} {
		m.Expire(int64(before))
		if got := m.Value(); got != runtime.Some(want) {
			t.Errorf("from %d on the smallest are %v, want %v", before, got.V.Append(nil), want.Append(nil))
		}
	}
	m.Expire(3)
	if m.Value().Valid {
		t.Error("the smallest of no vectors is not null")
	}
}

func TestFoldLeavesItsArgumentsAlone(t *testing.T) {
	a, b := VectorOf(1, 9), VectorOf(5, 2)
	best := runtime.Some(a)
	Fold(&best, b, cmp.Less[float64])
	if best.V != VectorOf(1, 2) || !slices.Equal(a.Append(nil), []float64{1, 9}) {
		t.Errorf("the smallest of [1 9] and [5 2] are %v, and the first is %v now", best.V.Append(nil), a.Append(nil))
	}
	if got := Better(runtime.Null[Vector]{}, best, cmp.Less[float64]); got != best {
		t.Errorf("beside null it is %v", got)
	}
}

func TestDivide(t *testing.T) {
	two := runtime.Some(2.0)
	if got := Divide(runtime.Some(VectorOf(1, -5e-324)), two); got != runtime.Some(VectorOf(0.5, 0)) {
		t.Errorf("half of it is %v", got.V.Append(nil)) // -0 is 0
	}
	if Divide(runtime.Some(VectorOf(1)), runtime.Some(0.0)).Valid || Divide(runtime.Some(VectorOf(1e300)), runtime.Some(1e-300)).Valid {
		t.Error("a quotient that is not finite is none")
	}
	if got := LargestMagnitude(runtime.Some(VectorOf(1, -7, 0))); got != runtime.Some(7.0) {
		t.Errorf("the largest magnitude is %v", got)
	}
}
