package load

import (
	"bytes"
	"errors"
	"testing"

	"github.com/featc-lang/featc/runtime/admission"
	"github.com/featc-lang/featc/runtime/window"
)

// Whether state expires or not, reads that do not go back behind it are the
// same; keys that nothing is left of are gone, in a restored snapshot as well.
func TestExpire(t *testing.T) {
	const events, apart = 200_000, 20 * window.Day / 200_000
	kept, lean := New(), New()
	s := newStream()
	var e Txns
	var want, got Spend
	now := start
	dropped := 0
	for i := range int64(events) {
		s.event(&e)
		now = start + i*apart
		e.At += now - start - i*(14*window.Day/warm) // twenty days in all
		kept.ApplyTxns(&e)
		lean.ApplyTxns(&e)
		if i%10_000 == 9999 {
			before := lean.txnsByUser.Len()
			lean.Expire(now)
			dropped += before - lean.txnsByUser.Len()
		}
		if i%50_000 == 49_999 {
			var saved bytes.Buffer
			if err := lean.Snapshot(&saved); err != nil {
				t.Fatal(err)
			}
			lean = New()
			if err := lean.Restore(&saved); err != nil {
				t.Fatal(err)
			}
		}
		for _, user := range []int64{e.UserID, i % keys} {
			key := UserKey{UserID: user}
			if err := errors.Join(kept.ReadSpend(key, now, &want), lean.ReadSpend(key, now, &got)); err != nil {
				t.Fatal(err)
			}
			if got != want {
				t.Fatalf("user %d at %d: %+v where state expires, else %+v", user, now, got, want)
			}
		}
	}
	if dropped == 0 || lean.txnsByUser.Len() > kept.txnsByUser.Len()*2/3 {
		t.Errorf("%d keys were dropped, %d are left of %d", dropped, lean.txnsByUser.Len(), kept.txnsByUser.Len())
	}
	lean.Expire(now + 8*window.Day)
	if n := lean.txnsByUser.Len(); n != 0 {
		t.Errorf("%d keys are left when all windows are empty", n)
	}
	var behind *admission.BehindError
	if err := lean.ReadSpend(UserKey{UserID: 1}, now, &got); !errors.As(err, &behind) {
		t.Errorf("a read behind what has expired: %v, want a BehindError", err)
	}
}

// What a server does all day makes no garbage once its states have grown.
func TestAllocations(t *testing.T) {
	ops := New()
	s := newStream()
	var e Txns
	var out Spend
	next := func() {
		s.event(&e)
		e.UserID %= 10
	}
	for range 300_000 {
		next()
		e.At = start + s.next*window.Minute
		ops.ApplyTxns(&e)
	}
	const runs = 5000
	if n := testing.AllocsPerRun(runs, func() {
		next()
		e.At = start + s.next*window.Minute
		ops.ApplyTxns(&e)
	}); n != 0 {
		t.Errorf("%v allocations per applied event", n)
	}
	now := start + s.next*window.Minute
	if n := testing.AllocsPerRun(runs, func() {
		now += window.Second
		if err := ops.ReadSpend(UserKey{UserID: s.next % 10}, now, &out); err != nil {
			t.Fatal(err)
		}
		s.next++
	}); n != 0 {
		t.Errorf("%v allocations per read", n)
	}
}
