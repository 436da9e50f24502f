package admission

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/featc-lang/featc/runtime"
	"github.com/featc-lang/featc/runtime/codec"
)

type event struct {
	time int64
	id   runtime.Null[int64]
}

// naive judges events by the definition: all of those before, looked at anew.
func naive(r *Rules, events []event) []Verdict {
	var out []Verdict
	for i, e := range events {
		v := Admitted
		for j := i - 1; j >= 0; j-- {
			if r.Lateness != None && e.time < events[j].time-r.Lateness {
				v = Late
			}
		}
		for j := i - 1; v == Admitted && e.id.Valid && j >= 0; j-- {
			if out[j] == Late || events[j].id != e.id {
				continue
			}
			if d := e.time - events[j].time; d <= r.Within && -d <= r.Within {
				v = Duplicate
			}
			break
		}
		out = append(out, v)
	}
	return out
}

func TestAgainstNaive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := &Rules{Lateness: rapid.Int64Range(-1, 10).Draw(t, "lateness"), Within: rapid.Int64Range(0, 10).Draw(t, "within")}
		var g Gate
		var ids IDs[int64]
		var events []event
		var got []Verdict
		clock := int64(0)
		for range rapid.IntRange(0, 200).Draw(t, "events") {
			clock += rapid.Int64Range(0, 3).Draw(t, "step")
			e := event{time: clock - rapid.Int64Range(0, 15).Draw(t, "behind")}
			if n := rapid.Int64Range(0, 40).Draw(t, "id"); n > 0 {
				e.id = runtime.Some(n)
			}
			events = append(events, e)
			v := g.Admit(r, e.time, e.time)
			if v == Admitted {
				v = ids.Admit(&g, r, e.time, e.id)
			}
			got = append(got, v)
			if len(events)%17 == 0 { // state must survive its encoding
				b := ids.Append(g.Append(nil), codec.AppendInt64)
				g, ids = Gate{}, IDs[int64]{}
				d := codec.NewReader(b)
				g.Decode(d)
				ids.Decode(d, (*codec.Reader).Int64)
				if err := d.Close(); err != nil {
					t.Fatal(err)
				}
			}
		}
		if diff := cmp.Diff(naive(r, events), got); diff != "" {
			t.Fatalf("verdicts under %+v (-want +got):\n%s", r, diff)
		}
	})
}

func TestIDsAreForgotten(t *testing.T) {
	r := &Rules{Lateness: 10, Within: 5}
	var g Gate
	var ids IDs[string]
	for i := range int64(10000) {
		g.Admit(r, i, i)
		ids.Admit(&g, r, i, runtime.Some(fmt.Sprint(i)))
	}
	if n := len(ids.times); n > 64 {
		t.Errorf("%d ids remembered, 16 can still have duplicates", n)
	}
}

func TestReadBehind(t *testing.T) {
	arriving, plain := &Rules{Lateness: None, Arrival: true}, &Rules{Lateness: None}
	var g Gate
	if err := g.Read(arriving, -5); err != nil {
		t.Errorf("read before any event: %v", err)
	}
	g.Admit(arriving, 10, 20)
	var behind *BehindError
	if err := g.Read(arriving, 19); !errors.As(err, &behind) || behind.Horizon != 20 {
		t.Errorf("read before the newest arrival: %v", err)
	}
	if err := g.Read(arriving, 20); err != nil {
		t.Errorf("read at the newest arrival: %v", err)
	}
	if err := g.Read(plain, 5); err != nil {
		t.Errorf("read in the past without arrivals: %v", err)
	}
	g.Evicted(8)
	if err := g.Read(plain, 7); !errors.As(err, &behind) || behind.Horizon != 8 {
		t.Errorf("read behind what was evicted: %v", err)
	}
	if err := g.Read(plain, 8); err != nil {
		t.Errorf("read at what was evicted: %v", err)
	}
	g.Evicted(6)
	if err := g.Read(plain, 7); err == nil {
		t.Error("what was evicted is back")
	}
}

// What is remembered of a key can be forgotten once no event that it decides of is
// after an instant, to the microsecond.
func TestForgettable(t *testing.T) {
	r := &Rules{Lateness: 10, Within: 5}
	var g Gate
	if !g.Forgettable(r, math.MinInt64) {
		t.Error("a key that was never seen is not forgettable")
	}
	g.Admit(r, 100, 100)
	if g.Forgettable(r, 105) {
		t.Error("a duplicate at 105 would not be known any more")
	}
	if !g.Forgettable(r, 106) {
		t.Error("a key is remembered for nothing")
	}
}

// An id is remembered for as long as an event that is not late could repeat it,
// to the microsecond.
func TestIDIsRememberedToTheLast(t *testing.T) {
	r := &Rules{Lateness: 10, Within: 5}
	var g Gate
	var ids IDs[string]
	admit := func(time int64, id string) Verdict {
		if v := g.Admit(r, time, time); v != Admitted {
			return v
		}
		return ids.Admit(&g, r, time, runtime.Some(id))
	}
	admit(0, "a")
	for i := range minIDs - 1 { // as many as make it look for what can be forgotten
		admit(15, fmt.Sprint(i))
	}
	if v := admit(5, "a"); v != Duplicate {
		t.Errorf("an event as late as it can be, as far from the first as it can be, is %v", v)
	}
}

// What was let go of before a snapshot is missing after it too.
func TestReadBehindAfterSnapshot(t *testing.T) {
	r := &Rules{Lateness: None}
	var g Gate
	g.Admit(r, 10, 10)
	g.Evicted(8)
	d := codec.NewReader(g.Append(nil))
	var restored Gate
	restored.Decode(d)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	var behind *BehindError
	if err := restored.Read(r, 7); !errors.As(err, &behind) || behind.Horizon != 8 {
		t.Errorf("read behind what was evicted: %v", err)
	}
}
