package load

import (
	"math"
	"testing"

	"github.com/featc-lang/featc/runtime/window"
)

// slices is what one writes by hand: the events of each user, and every feature
// computed from them when it is asked for.
type slices map[int64]*history

type history struct {
	events []Txns
	full   int // length at which old events are dropped
}

func (s slices) apply(e *Txns, now int64) {
	h := s[e.UserID]
	if h == nil {
		h = &history{full: 16}
		s[e.UserID] = h
	}
	h.events = append(h.events, *e)
	if len(h.events) < h.full {
		return
	}
	kept := h.events[:0]
	for i := range h.events {
		if h.events[i].At > now-7*window.Day {
			kept = append(kept, h.events[i])
		}
	}
	h.events, h.full = kept, max(16, 2*len(kept))
}

// sums are what the features of one window are made of.
type sums struct {
	n, total, biggest, refused int64
	km                         float64
	kms                        int64
}

// features are of the windows of 1h, 1d and 7d.
type features struct {
	of      [3]sums
	last    int64
	nearest float64
}

var lengths = [3]int64{window.Hour, window.Day, 7 * window.Day}

func (s slices) read(user, now int64) features {
	out := features{nearest: math.Inf(1)}
	h := s[user]
	if h == nil {
		return out
	}
	newest := int64(math.MinInt64)
	for i := range h.events {
		e := &h.events[i]
		amount := int64(e.Amount.Lo)
		for w, length := range lengths {
			if e.At <= now-length || e.At > now {
				continue
			}
			f := &out.of[w]
			f.n, f.total, f.km, f.kms = f.n+1, f.total+amount, f.km+e.Km, f.kms+1
			f.biggest = max(f.biggest, amount)
			if !e.Ok {
				f.refused++
			}
			switch lengths[w] {
			case window.Day:
				out.nearest = min(out.nearest, e.Km)
			case 7 * window.Day:
				if e.At > newest || e.At == newest && amount > out.last {
					newest, out.last = e.At, amount
				}
			}
		}
	}
	return out
}

// agree reports whether operators and slices gave the same for what they compute
// alike: a sum of floats depends on their order in one of them.
func agree(a *Spend, b *features) bool {
	return a.N1h == b.of[0].n && a.N1d == b.of[1].n && a.N7d == b.of[2].n &&
		int64(a.Total7d.V.Lo) == b.of[2].total && int64(a.Biggest1d.V.Lo) == b.of[1].biggest &&
		a.Refused7d == b.of[2].refused && int64(a.Last.V.Lo) == b.last &&
		(a.N1d == 0 || a.Nearest.V == b.nearest)
}

// BenchmarkServe applies an event and reads the features of its user, by operators
// and by slices.
func BenchmarkServe(b *testing.B) {
	ops, byHand := New(), slices{}
	s := newStream()
	var e Txns
	var out Spend
	serve := func(operators, hand bool) (want features) {
		now := start + s.next*apart
		s.event(&e)
		if operators {
			ops.ApplyTxns(&e)
			if err := ops.ReadSpend(UserKey{UserID: e.UserID}, now, &out); err != nil {
				b.Fatal(err)
			}
		}
		if hand {
			byHand.apply(&e, now)
			want = byHand.read(e.UserID, now)
		}
		return want
	}
	for range warm / 100 {
		if want := serve(true, true); !agree(&out, &want) {
			b.Fatalf("user %d at %d: operators %+v, by hand %+v", e.UserID, e.At, out, want)
		}
	}
	for s.next < warm { // seven days and more
		now := start + s.next*apart
		s.event(&e)
		ops.ApplyTxns(&e)
		byHand.apply(&e, now)
	}
	b.Run("operators", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			serve(true, false)
		}
	})
	b.Run("slices", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			serve(false, true)
		}
	})
}
