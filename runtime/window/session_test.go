package window

import (
	"math"
	"slices"
	"testing"
)

func sessionLog(times ...int64) *Log[bool] {
	var l Log[bool]
	for _, t := range times {
		l.Insert(t, t%2 == 0)
	}
	return &l
}

func even(r *bool) bool { return *r }

func TestSession(t *testing.T) {
	l := sessionLog(10, 13, 20, 30, 33, 40)
	for _, test := range []struct {
		at     int64
		counts func(*bool) bool
		want   []int
	}{
		{9, nil, nil},
		{10, nil, []int{0}},
		{20, nil, []int{2, 1, 0}},
		{30, nil, []int{3, 2, 1, 0}}, // gaps of exactly 10
		{31, even, []int{3, 2, 0}},   // what does not count does not lead on either
		{50, nil, []int{5, 4, 3, 2, 1, 0}},
		{51, nil, nil},
	} {
		if got := l.Session(nil, test.at, 10, test.counts); !slices.Equal(got, test.want) {
			t.Errorf("at %d: %v, want %v", test.at, got, test.want)
		}
	}
}

// Closed lets go of what no event still to come can lead to, and of no more.
func TestClosed(t *testing.T) {
	for _, test := range []struct {
		times       []int64
		at, settled int64
		want        int
	}{
		{[]int64{10, 20, 31, 40}, 40, 40, 2},          // between 20 and 31 nothing comes any more
		{[]int64{10, 20, 31, 40}, 40, 31, 2},          // an event at 31 may come: 11 away
		{[]int64{10, 20, 31, 40}, 40, 30, 0},          // one at 30 may come, and lead from 20 to 31
		{[]int64{10, 20}, 31, 31, 2},                  // nothing is left of it
		{[]int64{10, 20}, 30, 30, 0},                  // a read at 30 sees both
		{[]int64{10, 20}, 31, math.MinInt64, 0},       // anything may come
		{[]int64{10, 20, 50}, 31, 60, 2},              // what is in the future stays
		{[]int64{10, 21, 32, 43, 54}, 54, 54, 4},      // every gap is one
		{[]int64{10, 15, 20, 25, 30, 35}, 35, 35, 0},  // no gap is
		{[]int64{10, 15, 20, 25, 30, 35}, 100, 40, 0}, // one at 40 may come
		{[]int64{10, 15, 20, 25, 30, 35}, 100, 46, 6}, // 46 is too far
		{[]int64{10, 15, 20, 25, 30, 35}, 46, 100, 6}, // and so is a read
		{nil, 40, 40, 0},
	} {
		if got := sessionLog(test.times...).Closed(10, test.at, test.settled, nil); got != test.want {
			t.Errorf("%v at %d, settled to %d: %d rows closed, want %d", test.times, test.at, test.settled, got, test.want)
		}
	}
}

func TestRangeInSteps(t *testing.T) {
	r := Range{From: 20, FromClosed: true, ToClosed: true, Step: 7}
	for _, test := range [][3]int64{{41, 21, 41}, {47, 21, 47}, {48, 28, 48}, {19, -7, 19}, {13, -7, 13}, {12, -14, 12}} {
		if first, last := r.Bounds(test[0]); first != test[1] || last != test[2] {
			t.Errorf("at %d: %d to %d, want %d to %d", test[0], first, last, test[1], test[2])
		}
	}
}
