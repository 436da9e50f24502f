package collection

import (
	"testing"

	"github.com/featc-lang/featc/runtime"
	"github.com/featc-lang/featc/runtime/value"
)

// TestListing makes lists one after the other; one that is as the last takes no memory.
func TestListing(t *testing.T) {
	var l Listing[List[int64]]
	if got := l.Value(); got.Valid {
		t.Errorf("nothing is %v", got)
	}
	fill := func(values ...int64) runtime.Null[List[int64]] {
		l.Reset()
		for _, v := range values {
			l.Add(value.OfInt64(v))
		}
		return l.Value()
	}
	first := fill(1, 2)
	if second := fill(3); second != runtime.Some(ListOf(value.Int64, int64(3))) {
		t.Errorf("the list is %v", second)
	}
	if want := runtime.Some(ListOf(value.Int64, int64(1), int64(2))); first != want {
		t.Errorf("a list that was read has become %v, want %v", first, want)
	}
	if n := testing.AllocsPerRun(100, func() { fill(3) }); n > 0 {
		t.Errorf("%v allocations for the list of before", n)
	}
}
