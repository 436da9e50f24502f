// Package fraud_test uses the Go package that is generated from examples/fraud
// as a server does.
package fraud_test

import (
	"bytes"
	"fmt"
	"io"
	"sync"
	"testing"

	"golden/fraud"

	"github.com/featc-lang/featc/runtime"
	"github.com/featc-lang/featc/runtime/exact"
)

const (
	second = int64(1_000_000)
	start  = int64(1_735_689_600) * second // 2025-01-01
)

// payment is the i-th payment of a user: one every minute or so, each at a shop
// where nobody else pays, so that no state depends on the order of users.
func payment(user int64, i int) *fraud.Txns {
	at := start + int64(i)*61*second
	return &fraud.Txns{
		TxnID: fmt.Sprintf("%d-%d", user, i), UserID: user,
		MerchantID: runtime.Some(shop(user, i)),
		Amount:     exact.FromInt64(int64(100 + i*37%9000)),
		KmFromHome: runtime.Some(float64(i%70) + 0.1),
		Status:     []string{"approved", "approved", "declined"}[i%3],
		At:         at, LandedAt: at + 2*second,
	}
}

func shop(user int64, i int) string { return fmt.Sprintf("m%d-%d", user, i%3) }

// reader is a user at one of their shops.
type reader struct {
	user fraud.UserKey
	shop fraud.MerchantKey
	pair fraud.PairKey
	req  fraud.FraudV1Request
}

func newReader(user int64) *reader {
	shop := shop(user, 0)
	return &reader{
		fraud.UserKey{UserID: user}, fraud.MerchantKey{MerchantID: shop},
		fraud.PairKey{UserID: user, MerchantID: shop}, fraud.FraudV1Request{Amount: exact.FromInt64(500)},
	}
}

func (r *reader) read(t testing.TB, ops *fraud.Operators, at int64, out *fraud.FraudV1) {
	if err := ops.ReadFraudV1(r.user, r.shop, r.pair, at, &r.req, out); err != nil {
		t.Error(err)
	}
}

// Users apply and read at once, each in an order of their own, while snapshots
// are taken: every user reads what they would have read alone.
func TestConcurrentUse(t *testing.T) {
	const users, events = 8, 400
	last := start + 61*second*events
	alone := make([]fraud.FraudV1, users)
	for user := range alone {
		ops := fraud.New()
		for i := range events {
			ops.ApplyTxns(payment(int64(user), i))
		}
		newReader(int64(user)).read(t, ops, last, &alone[user])
	}
	ops := fraud.New()
	var group sync.WaitGroup
	for user := range alone {
		group.Go(func() {
			r := newReader(int64(user))
			var out fraud.FraudV1
			for i := range events {
				e := payment(int64(user), i)
				ops.ApplyTxns(e)
				r.read(t, ops, e.LandedAt, &out)
			}
		})
		group.Go(func() {
			unknown := newReader(-1)
			var out fraud.FraudV1
			for range events {
				unknown.read(t, ops, start, &out)
			}
		})
	}
	group.Go(func() {
		for range 5 {
			if err := ops.Snapshot(io.Discard); err != nil {
				t.Error(err)
			}
		}
	})
	group.Wait()
	var saved bytes.Buffer
	if err := ops.Snapshot(&saved); err != nil {
		t.Fatal(err)
	}
	restored := fraud.New()
	if err := restored.Restore(&saved); err != nil {
		t.Fatal(err)
	}
	for user, want := range alone {
		var together, back fraud.FraudV1
		r := newReader(int64(user))
		r.read(t, ops, last, &together)
		r.read(t, restored, last, &back)
		if together != want {
			t.Errorf("user %d: %+v, alone %+v", user, together, want)
		}
		if back != want {
			t.Errorf("user %d: restored to %+v, want %+v", user, back, want)
		}
	}
}

// warm is a number of payments that reaches beyond the longest window, after
// which states grow no more; lastAt is the instant of the last.
const (
	warm   = 60_000
	lastAt = start + warm*61*second
)

func warmed() *fraud.Operators {
	ops := fraud.New()
	for i := range warm {
		ops.ApplyTxns(payment(1, i))
	}
	return ops
}

func payments(n int) []*fraud.Txns {
	out := make([]*fraud.Txns, n)
	for i := range out {
		out[i] = payment(1, warm+i)
	}
	return out
}

// What a server does all day makes no garbage.
func TestAllocations(t *testing.T) {
	const runs = 2000
	ops, events, next := warmed(), payments(runs+1), 0
	apply := testing.AllocsPerRun(runs, func() {
		ops.ApplyTxns(events[next])
		next++
	})
	r, at := newReader(1), events[runs].LandedAt
	var out fraud.FraudV1
	read := testing.AllocsPerRun(runs, func() {
		r.read(t, ops, at, &out)
		at += second
	})
	if apply != 0 || read != 0 {
		t.Errorf("%v allocations per applied event and %v per read", apply, read)
	}
}

func BenchmarkApply(b *testing.B) {
	ops, events := warmed(), payments(b.N)
	b.ReportAllocs()
	b.ResetTimer()
	for _, e := range events {
		ops.ApplyTxns(e)
	}
}

func BenchmarkRead(b *testing.B) {
	ops, r, at := warmed(), newReader(1), lastAt
	var out fraud.FraudV1
	b.ReportAllocs()
	for b.Loop() {
		r.read(b, ops, at, &out)
		at += second
	}
}
