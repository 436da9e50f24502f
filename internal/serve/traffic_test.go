package serve_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/featc-lang/featc/runtime/jsontext"
	"github.com/featc-lang/featc/runtime/value"
)

// traffic is what clients have sent and got.
type traffic struct {
	mu    sync.Mutex
	next  int
	sent  map[string]int // events by id: how often
	acked map[string]int
	reads []served
}

// served is a vector that a client got.
type served struct {
	keys, request []value.Value
	at            int64
	values        []string // as JSON
}

func newTraffic() *traffic {
	return &traffic{sent: map[string]int{}, acked: map[string]int{}}
}

const users, shops = 7, 4

// events makes some events, as JSON lines, with their ids. The lock is held.
func (tr *traffic) events(rnd *rand.Rand) (ids []string, body string) {
	for range 1 + rnd.IntN(20) {
		id := fmt.Sprint("t", tr.next)
		if rnd.IntN(10) == 0 && tr.next > 0 {
			id = fmt.Sprint("t", rnd.IntN(tr.next)) // sent again
		} else {
			tr.next++
		}
		ids = append(ids, id)
		tr.sent[id]++
	}
	var b strings.Builder
	for _, id := range ids {
		at := time.Now().Add(-time.Duration(rnd.IntN(9000)) * time.Second) // some are late
		shop, km := fmt.Sprintf(`"m%d"`, rnd.IntN(shops)), "null"
		if rnd.IntN(10) == 0 {
			shop = "null"
		}
		if rnd.IntN(2) == 0 {
			km = fmt.Sprint(rnd.Float64() * 200)
		}
		status := []string{"approved", "declined"}[rnd.IntN(2)]
		fmt.Fprintf(&b, `{"txn_id":%q,"user_id":%d,"merchant_id":%s,"amount":%d.%02d,"km_from_home":%s,"status":%q,"at":%q}`+"\n",
			id, rnd.IntN(users), shop, rnd.IntN(1000), rnd.IntN(100), km, status, at.UTC().Format(time.RFC3339Nano))
	}
	return ids, b.String()
}

func (tr *traffic) push(p *process, rnd *rand.Rand) {
	tr.mu.Lock()
	ids, body := tr.events(rnd)
	tr.mu.Unlock()
	if p.post("/ingest/txns", body) == "" {
		return
	}
	tr.mu.Lock()
	defer tr.mu.Unlock()
	for _, id := range ids {
		tr.acked[id]++
	}
}

// served returns what was read so far.
func (tr *traffic) served() []served {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	return tr.reads
}

func (tr *traffic) read(t *testing.T, p *process, rnd *rand.Rand) {
	user, shop, cents := rnd.IntN(users+1), fmt.Sprint("m", rnd.IntN(shops)), rnd.IntN(100_000)
	answer := p.post("/get-online-features", fmt.Sprintf(
		`{"entities":{"user_id":[%d],"merchant_id":[%q]},"request_context":{"amount":[%d.%02d]},"feature_service":"fraud_v1"}`,
		user, shop, cents/100, cents%100))
	if answer == "" {
		return
	}
	s := served{
		keys:    []value.Value{value.OfInt64(int64(user)), value.OfString(shop)},
		request: []value.Value{value.OfDecimal(0, uint64(cents))},
	}
	i := 0
	for result := range jsontext.Document(answer).Field("results").Elements {
		if i++; i <= len(s.keys) {
			continue
		}
		at, err := time.Parse(time.RFC3339, result.Find("event_timestamps[0]").Text())
		if err != nil {
			t.Error(err)
		}
		s.at = at.UnixMicro()
		s.values = append(s.values, string(result.Find("values[0]")))
	}
	tr.mu.Lock()
	tr.reads = append(tr.reads, s)
	tr.mu.Unlock()
}

// load sends events and reads until the server is gone or stop is closed.
func (tr *traffic) load(t *testing.T, p *process, seed uint64, stop chan struct{}) {
	var clients sync.WaitGroup
	for i := range 4 {
		clients.Add(1)
		go func() {
			defer clients.Done()
			rnd := rand.New(rand.NewPCG(seed, uint64(i)))
			for {
				select {
				case <-stop:
					return
				default:
				}
				if i == 0 {
					tr.read(t, p, rnd)
					time.Sleep(2 * time.Millisecond) // each is computed in SQL too
				} else {
					tr.push(p, rnd)
				}
			}
		}()
	}
	clients.Wait()
}
