package collection

import (
	"math"
	"slices"
	"testing"

	"github.com/featc-lang/featc/runtime"
	"github.com/featc-lang/featc/runtime/exact"
	"github.com/featc-lang/featc/runtime/value"
)

func TestCollections(t *testing.T) {
	inner := ListOf(value.String, "a\x00", "", "\xff")
	if got := inner.Append(nil); !slices.Equal(got, []runtime.Null[string]{runtime.Some("a\x00"), runtime.Some(""), {}}) {
		t.Errorf("text that is not UTF-8 is not null: %v", got)
	}
	lists := ListOf(value.List, inner, List[string](""))
	if got := lists.Append(nil); len(got) != 2 || got[0].V != inner || got[1].V != "" {
		t.Errorf("lists of lists are %v", got)
	}
	numbers := ListOfNulls(value.Float64, runtime.Some(math.Inf(1)), runtime.Some(math.Copysign(0, -1)), runtime.Null[float64]{})
	if numbers != ListOfNulls(value.Float64, runtime.Null[float64]{}, runtime.Some(0.0), runtime.Null[float64]{}) || numbers.Len() != 3 {
		t.Errorf("floats are not canonical: %x", numbers)
	}
	m := MapOf(value.Int64, value.Decimal, map[int64]runtime.Null[exact.Int128]{7: runtime.Some(exact.FromInt64(-5)), -1: {}})
	var keys []int64
	for k, v := range m.All {
		keys = append(keys, k)
		if v.Valid != (k == 7) || v.Valid && v.V != exact.FromInt64(-5) {
			t.Errorf("%d is %v", k, v)
		}
	}
	if !slices.Equal(keys, []int64{-1, 7}) || m.Len() != 2 {
		t.Errorf("the keys are %v", keys)
	}
	if VectorOf(1, math.NaN()) != "" || Sized(VectorOf(1, 2), 3).Valid || !Sized(VectorOf(1, 2), 2).Valid {
		t.Error("a vector that is none is one")
	}
	if d := Dot(runtime.Some(VectorOf(1, 2)), runtime.Some(VectorOf(3, 4))); d != runtime.Some(11.0) {
		t.Errorf("the product is %v", d)
	}
}

// TestReadingIsFree holds that a vector is read into the reader's room, and that
// what is written there does not reach the vector.
func TestReadingIsFree(t *testing.T) {
	v := VectorOf(1, -2.5, 3)
	room := make([]float64, 0, 3)
	if n := testing.AllocsPerRun(100, func() { room = v.Append(room[:0]) }); n != 0 {
		t.Errorf("%v allocations to read a vector", n)
	}
	room[0] = 99
	if v != VectorOf(1, -2.5, 3) {
		t.Error("the vector has changed")
	}
}
