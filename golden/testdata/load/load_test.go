package load

import (
	"bytes"
	"math/rand/v2"
	"runtime"
	"sync"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"github.com/featc-lang/featc/runtime/exact"
	"github.com/featc-lang/featc/runtime/window"
)

const (
	keys  = 1_000_000
	warm  = 6_000_000
	start = int64(1_735_689_600) * window.Second // 2025-01-01
	apart = 14 * window.Day / warm               // twice the longest window
)

// stream makes the events of users as they come: one user in many is most of
// them (zipf 1.1), and one event in eight is up to ten minutes late.
type stream struct {
	rng   *rand.Rand
	users *rand.Zipf
	next  int64
}

func newStream() *stream {
	rng := rand.New(rand.NewPCG(1, 2))
	return &stream{rng: rng, users: rand.NewZipf(rng, 1.1, 1, keys-1)}
}

func (s *stream) event(e *Txns) {
	r := s.rng.Uint64()
	e.UserID = int64(s.users.Uint64())
	e.Amount = exact.FromInt64(int64(r % 100_000))
	e.Km = float64(r>>20%10_000) / 7
	e.Ok = r>>40%16 != 0
	e.At = start + s.next*apart
	if r>>44%8 == 0 {
		e.At -= int64(r>>48%uint64(10*window.Minute/window.Second)) * window.Second
	}
	s.next++
}

// events are made before the clock starts.
func (s *stream) events(n int) []Txns {
	out := make([]Txns, n)
	for i := range out {
		s.event(&out[i])
	}
	return out
}

// server is operators that have seen two weeks of events, and what comes next.
type server struct {
	ops    *Operators
	events *stream
	heap   uint64 // bytes that the operators hold when they are warm
	keys   int
	rows   int
	room   int // rows that logs have room for
}

var warmed = sync.OnceValue(func() *server {
	before := heap()
	s := &server{ops: New(), events: newStream()}
	var e Txns
	for range warm {
		s.events.event(&e)
		s.ops.ApplyTxns(&e)
	}
	s.heap = heap() - before
	s.ops.txnsByUser.Each(func(_ UserKey, u *TxnsByUser) {
		s.keys++
		s.rows += u.log.Len()
		s.room += u.log.Cap()
	})
	return s
})

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func BenchmarkApply(b *testing.B) {
	s := warmed()
	const size = 1 << 16
	var used time.Duration
	b.ReportAllocs()
	b.ResetTimer()
	for n := 0; n < b.N; n += size {
		b.StopTimer()
		events := s.events.events(min(size, b.N-n))
		b.StartTimer()
		before := cpu()
		for i := range events {
			s.ops.ApplyTxns(&events[i])
		}
		used += cpu() - before
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds()/1e6, "Mevents/s")
	b.ReportMetric(float64(b.N)/used.Seconds()/1e6, "Mevents/cpu-s")
}

// BenchmarkRead reads the features of users as their events come.
func BenchmarkRead(b *testing.B) {
	s := warmed()
	now := start + s.events.next*apart
	var out Spend
	b.ReportAllocs()
	for b.Loop() {
		user := UserKey{UserID: int64(s.events.users.Uint64())}
		if err := s.ops.ReadSpend(user, now, &out); err != nil {
			b.Fatal(err)
		}
	}
}

// cpu is the processor time that was used, collecting garbage included: machines
// are shared.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkState says what the state of many keys takes: of rows, those that are
// not let go of yet included, and of keys.
func BenchmarkState(b *testing.B) {
	s := warmed()
	for b.Loop() { // the figures are the same however often
	}
	b.ReportMetric(float64(s.keys), "keys")
	b.ReportMetric(float64(s.rows), "rows")
	const row = 8 + unsafe.Sizeof(txnsByUserRow{}) // its time is beside it
	logs := float64(s.room) * float64(row)
	b.ReportMetric(float64(row), "B/row")
	b.ReportMetric(logs/float64(s.rows), "B/row-with-room")
	b.ReportMetric(float64(unsafe.Sizeof(TxnsByUser{})), "B/state")
	b.ReportMetric((float64(s.heap)-logs)/float64(s.keys), "B/key-but-rows")
}

func BenchmarkSnapshot(b *testing.B) {
	ops := warmed().ops
	var saved bytes.Buffer
	perCPU := func(b *testing.B, used time.Duration) {
		b.SetBytes(int64(saved.Len()))
		b.ReportMetric(float64(saved.Len())*float64(b.N)/used.Seconds()/1e6, "MB/cpu-s")
	}
	b.Run("save", func(b *testing.B) {
		before := cpu()
		for b.Loop() {
			saved.Reset()
			if err := ops.Snapshot(&saved); err != nil {
				b.Fatal(err)
			}
		}
		perCPU(b, cpu()-before)
	})
	b.Run("restore", func(b *testing.B) {
		before := cpu()
		for b.Loop() {
			if err := New().Restore(bytes.NewReader(saved.Bytes())); err != nil {
				b.Fatal(err)
			}
		}
		perCPU(b, cpu()-before)
	})
}
