package ticks

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/featc-lang/featc/runtime/exact"
	"github.com/featc-lang/featc/runtime/window"
)

var (
	start = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro()
	user  = UserKey{UserID: 7}
)

func pay(o *Operators, at int64, cents int64) {
	e := Payments{Amount: exact.FromInt64(cents), At: at, SeenAt: at}
	e.UserID.V, e.UserID.Valid = user.UserID, true
	o.ApplyPayments(&e)
}

func read(t testing.TB, o *Operators, at int64) Model {
	t.Helper()
	var v Model
	if err := o.ReadModel(user, at, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// A read far ahead does readings before the events that they should have seen
// have come. When these come, the readings are done again.
func TestReadsAhead(t *testing.T) {
	for seed := range uint64(50) {
		rng := rand.New(rand.NewPCG(seed, 0))
		asked, fresh := New(), New()
		now := start
		for range 60 {
			now += rng.Int64N(3 * window.Day)
			cents := rng.Int64N(20_000)
			pay(asked, now, cents)
			pay(fresh, now, cents)
			for range rng.IntN(3) {
				read(t, asked, now+rng.Int64N(90*window.Day))
			}
		}
		for range 5 {
			at := now + rng.Int64N(60*window.Day)
			if got, want := read(t, asked, at), read(t, fresh, at); got != want {
				t.Fatalf("seed %d: %+v where reads were ahead, want %+v", seed, got, want)
			}
		}
	}
}

// A read makes no garbage, whether time stands still or goes on.
func TestReadsDoNotAllocate(t *testing.T) {
	o := New()
	for i := range int64(100) {
		pay(o, start+i*window.Day, 15_000)
	}
	at := start + 100*window.Day
	var v Model
	one := func() {
		at += window.Day / 2
		if err := o.ReadModel(user, at, &v); err != nil {
			t.Fatal(err)
		}
	}
	for range 2000 { // until the log of the view without an end has room
		one()
	}
	pay(o, at, 15_000)
	at += 40 * window.Day
	if n := testing.AllocsPerRun(100, one); n > 0 {
		t.Errorf("%v allocations per read", n)
	}
}
