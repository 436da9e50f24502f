package value

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestNestedRoundTrip(t *testing.T) {
	inner := OfList(OfString("a\x00b"), Null, OfString(""))
	want := []Value{
		Null, OfBool(true), OfInt64(math.MinInt64), OfInt64(math.MaxInt64), OfFloat64(-0.1), OfFloat64(math.MaxFloat64),
		OfDecimal(-1, 5), OfDecimal(7, math.MaxUint64), OfString("\x00\x00"), OfBytes([]byte{0, 0xff, 0}), OfTimestamp(-1),
		OfDate(3), OfDuration(9), OfList(), inner, OfList(inner, inner, Null), OfVector([]float64{1, -2.5}),
		OfMap(Pair{OfString("b"), Null}, Pair{OfString("a"), inner}),
	}
	for _, v := range want { // each alone, since lists are of one kind
		for range 3 {
			got := slices.Collect(OfList(v, v).Elements)
			if !slices.Equal(got, []Value{v, v}) {
				t.Errorf("%+v comes back as %+v", v, got)
			}
		}
	}
	m := OfMap(Pair{OfInt64(2), OfInt64(20)}, Pair{OfInt64(-1), Null}, Pair{OfInt64(2), OfInt64(99)})
	var pairs []Pair
	for k, v := range m.Pairs {
		pairs = append(pairs, Pair{k, v})
	}
	if !slices.Equal(pairs, []Pair{{OfInt64(-1), Null}, {OfInt64(2), OfInt64(20)}}) {
		t.Errorf("the map is %+v", pairs)
	}
	if got := OfVector([]float64{1, -2.5}).Floats(); !slices.Equal(got, []float64{1, -2.5}) {
		t.Errorf("the vector is %v", got)
	}
}

// TestNestedOrder holds the order of encodings to that of what they encode.
func TestNestedOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	texts := []string{"", "\x00", "\x00\x00", "\x00\xff", "\x01", "a", "a\x00", "a\x00b", "ab", "\xff"}
	element := func(kind Kind) Value {
		switch kind {
		case Float64:
			return OfFloat64([]float64{-math.MaxFloat64, -1.5, -5e-324, 0, 5e-324, 1, 1.5, math.MaxFloat64}[r.IntN(8)])
		case String:
			return OfString(texts[r.IntN(len(texts))])
		case Decimal:
			return OfDecimal(int64(r.IntN(3))-1, []uint64{0, 1, math.MaxUint64}[r.IntN(3)])
		}
		return OfInt64([]int64{math.MinInt64, -1, 0, 1, math.MaxInt64}[r.IntN(5)])
	}
	compare := func(a, b Value) int {
		switch {
		case a.IsNull() || b.IsNull(): // nulls last
			return cmp.Compare(map[bool]int{true: 1}[a.IsNull()], map[bool]int{true: 1}[b.IsNull()])
		case a.Kind == Float64:
			return cmp.Compare(a.Float64(), b.Float64())
		case a.Kind == String:
			return strings.Compare(a.S, b.S)
		case a.Kind == Decimal:
			return cmp.Or(cmp.Compare(a.Hi, b.Hi), cmp.Compare(uint64(a.I), uint64(b.I)))
		}
		return cmp.Compare(a.I, b.I)
	}
	for range 50_000 {
		kind := []Kind{Int64, Float64, String, Decimal}[r.IntN(4)]
		var lists [2][]Value
		for i := range lists {
			for range r.IntN(4) {
				v := element(kind)
				if r.IntN(4) == 0 {
					v = Null
				}
				lists[i] = append(lists[i], v)
			}
		}
		a, b := OfList(lists[0]...), OfList(lists[1]...)
		want := slices.CompareFunc(lists[0], lists[1], compare)
		if got := strings.Compare(a.S, b.S); got != want {
			t.Fatalf("%+v against %+v: %d, want %d", lists[0], lists[1], got, want)
		}
		nested := strings.Compare(OfList(a, OfInt64(1)).S, OfList(b, OfInt64(1)).S)
		if nested != want {
			t.Fatalf("within a list, %+v against %+v: %d, want %d", lists[0], lists[1], nested, want)
		}
	}
}

// TestNestedCorrupt reads damaged bytes: fewer elements, but never a panic.
func TestNestedCorrupt(t *testing.T) {
	whole := OfList(OfList(OfString("ab"), Null), OfMap(Pair{OfInt64(1), OfVector([]float64{1})}), OfDecimal(1, 2)).S
	r := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		data := []byte(whole)
		data[r.IntN(len(data))] = byte(r.Uint32())
		v := Value{Kind: List, S: string(data[:r.IntN(len(data)+1)])}
		for e := range v.Elements {
			for range e.Pairs {
			}
		}
	}
}
