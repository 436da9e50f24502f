package collection

import (
	"math"
	"slices"
	"testing"

	"github.com/featc-lang/featc/runtime"
	"github.com/featc-lang/featc/runtime/value"
)

func TestAccess(t *testing.T) {
	l := runtime.Some(ListOfNulls(value.Int64, runtime.Some[int64](7), runtime.Null[int64]{}, runtime.Some[int64](9)))
	for i, want := range map[int64]runtime.Null[int64]{
		1: runtime.Some[int64](7), 2: {}, 3: runtime.Some[int64](9), 4: {}, 0: {}, -1: runtime.Some[int64](9), -3: runtime.Some[int64](7), -4: {},
		math.MaxInt64: {}, math.MinInt64: {},
	} {
		if got := Number(l, runtime.Some(i)); got != want {
			t.Errorf("element %d is %v, want %v", i, got, want)
		}
	}
	if Contains(l, runtime.Some[int64](0)) != runtime.Some(false) || Contains(l, runtime.Some[int64](9)) != runtime.Some(true) || Contains(l, runtime.Null[int64]{}).Valid {
		t.Error("a null element equals something, or null is looked for")
	}
	if Length(l) != runtime.Some[int64](3) || Length(runtime.Null[List[int64]]{}).Valid {
		t.Errorf("the length is %v", Length(l))
	}
	m := runtime.Some(MapOf(value.String, value.List, map[string]runtime.Null[List[int64]]{"b\x00": {}, "a": l}))
	if Of(m, runtime.Some("a")) != l || Of(m, runtime.Some("b\x00")).Valid || !ContainsKey(m, runtime.Some("b\x00")).V || ContainsKey(m, runtime.Some("c")).V {
		t.Error("a map does not have what was put into it")
	}
	if got := Keys(m).V.Append(nil); !slices.Equal(got, []runtime.Null[string]{runtime.Some("a"), runtime.Some("b\x00")}) {
		t.Errorf("the keys are %v", got)
	}
	if got := Values(m).V.Append(nil); !slices.Equal(got, []runtime.Null[List[int64]]{l, {}}) {
		t.Errorf("the values are %v", got)
	}
	v := runtime.Some(VectorOf(1, 2))
	if NumberOf(v, runtime.Some[int64](2)) != runtime.Some(2.0) || NumberOf(v, runtime.Some[int64](-2)) != runtime.Some(1.0) || NumberOf(v, runtime.Some[int64](3)).Valid {
		t.Error("a vector has other elements")
	}
}
