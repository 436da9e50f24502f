// Package collections_test is run by golden.TestCollections as part of what is
// generated for collections.feat: what aggregations of many values take in memory.
package collections

import (
	"fmt"
	"testing"

	"github.com/featc-lang/featc/runtime/exact"
)

const (
	second  = int64(1e6)
	runs    = 2000
	start   = int64(1_735_689_600e6) // 2025-01-01
	perUser = 20 * second            // 180 events an hour
)

// pay is payment i: of one user, the same shops and amounts over and over.
func pay(i int64) *Pays {
	cents := i * 7919 % 1500
	return &Pays{UserID: 1, Shop: shops[i*31%int64(len(shops))], Amount: exact.FromInt64(cents), Cents: cents, At: start + i*perUser}
}

var shops = func() (out [20]string) {
	for i := range out {
		out[i] = fmt.Sprintf("shop %d", i)
	}
	return out
}()

// warmed has operators that have had all windows full, and been read.
func warmed(t testing.TB) (*Operators, int64) {
	ops, n := New(), int64(6000)
	var numbers NumbersV1
	var lists ListsV1
	for i := range n {
		ops.ApplyPays(pay(i))
		if i%10 == 0 {
			if err := ops.ReadNumbersV1(UserKey{1}, pay(i).At, &numbers); err != nil {
				t.Fatal(err)
			}
			if err := ops.ReadListsV1(UserKey{1}, pay(i).At, &lists); err != nil {
				t.Fatal(err)
			}
		}
	}
	return ops, n
}

// TestApplyAllocates demands that events that come and go make no garbage, and neither
// do reads of what is a number or a string.
func TestApplyAllocates(t *testing.T) {
	ops, next := warmed(t)
	events := make([]*Pays, runs+1)
	for i := range events {
		events[i] = pay(next + int64(i))
	}
	i := 0
	if n := testing.AllocsPerRun(runs, func() {
		ops.ApplyPays(events[i])
		i++
	}); n != 0 {
		t.Errorf("%v allocations per applied event", n)
	}
	var out NumbersV1
	at := events[runs].At
	if n := testing.AllocsPerRun(runs, func() {
		if err := ops.ReadNumbersV1(UserKey{1}, at, &out); err != nil {
			t.Fatal(err)
		}
		at += second
	}); n != 0 {
		t.Errorf("%v allocations per read of numbers", n)
	}
}

// TestReadAllocates demands that a list or a map takes memory where it is another one
// than at the last read, once, and none where it is the same.
func TestReadAllocates(t *testing.T) {
	ops, next := warmed(t)
	var out ListsV1
	at := pay(next - 1).At
	read := func() {
		if err := ops.ReadListsV1(UserKey{1}, at, &out); err != nil {
			t.Fatal(err)
		}
	}
	read()
	if n := testing.AllocsPerRun(runs, read); n != 0 {
		t.Errorf("%v allocations per read of lists that stay as they are", n)
	}
	const features = 36
	if n := testing.AllocsPerRun(100, func() {
		at += 60 * second // three events leave
		read()
	}); n == 0 || n > features {
		t.Errorf("%v allocations per read of %d lists that change", n, features)
	}
}

func BenchmarkApply(b *testing.B) {
	ops, next := warmed(b)
	b.ReportAllocs()
	b.ResetTimer()
	for i := range int64(b.N) {
		ops.ApplyPays(pay(next + i))
	}
}

func BenchmarkReadNumbers(b *testing.B) {
	ops, next := warmed(b)
	var out NumbersV1
	b.ReportAllocs()
	b.ResetTimer()
	for i := range int64(b.N) {
		if err := ops.ReadNumbersV1(UserKey{1}, pay(next-1).At+i, &out); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadLists(b *testing.B) {
	ops, next := warmed(b)
	var out ListsV1
	b.ReportAllocs()
	b.ResetTimer()
	for i := range int64(b.N) {
		if err := ops.ReadListsV1(UserKey{1}, pay(next-1).At+i, &out); err != nil {
			b.Fatal(err)
		}
	}
}
