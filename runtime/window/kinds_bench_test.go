package window

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/featc-lang/featc/runtime/exact"
)

// seen are rows of ints.
type seen struct{ v int64 }

// sliding is the window that benchmarks slide: of size values, one an instant.
type sliding struct {
	log    Log[seen]
	cursor Cursor
	sum    exact.IntSum
}

// push takes in a value at its time, moves the window to an instant and returns
// the sum, as a generated operator does.
func (s *sliding) push(time, at, v int64) exact.Int128 {
	i := s.log.Insert(time, seen{v})
	if s.cursor.Insert(time) {
		s.sum.Add(s.log.Row(i).v)
	}
	enter, leave, _ := s.log.Seek(&s.cursor, at-size+1, at)
	for i := enter.From; i < enter.To; i++ {
		s.sum.Add(s.log.Row(i).v)
	}
	for i := leave.From; i < leave.To; i++ {
		s.sum.Sub(s.log.Row(i).v)
	}
	if s.log.Full() {
		n := s.log.before(at - size + 1)
		s.log.Evict(n)
		s.cursor.Evict(n)
	}
	return s.sum.Value().V
}

// late are by how much the events come late, of which every one does where d is
// not 0: up to d instants.
func late(d int) []int64 {
	rng := rand.New(rand.NewPCG(3, 4))
	out := make([]int64, 1<<16)
	for i := range out {
		if d > 0 {
			out[i] = rng.Int64N(int64(d))
		}
	}
	return out
}

// BenchmarkLog slides a sum over rows that the window keeps itself, in order and
// out of order.
func BenchmarkLog(b *testing.B) {
	for _, d := range []int{0, 16, 64, 256} {
		b.Run(fmt.Sprintf("late=%d", d), func(b *testing.B) {
			behind := late(d)
			var s sliding
			b.ReportAllocs()
			used := cpu()
			for i := range int64(b.N) {
				at := i % int64(len(behind))
				sinkLow = s.push(i-behind[at], i, at).Lo
			}
			perSecond(b, used)
		})
	}
}

// The benchmark adds up what is in its window.
func TestLogOfBenchmark(t *testing.T) {
	for _, d := range []int{0, 64, 2000} {
		behind := late(d)
		var s sliding
		times := make([]int64, 3*size)
		for at := range int64(3 * size) {
			times[at] = at - behind[at]
			var want int64
			for v, time := range times[:at+1] {
				if time > at-size && time <= at {
					want += int64(v)
				}
			}
			if got := s.push(times[at], at, at); got != exact.FromInt64(want) {
				t.Fatalf("late by up to %d, at %d: %v, want %d", d, at, got, want)
			}
		}
	}
}
