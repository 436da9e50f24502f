package serve_test

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/featc-lang/featc/compiler"
	"github.com/featc-lang/featc/internal/redistest"
	"github.com/featc-lang/featc/internal/serve"
)

var (
	fromRedis = flag.Bool("from-redis", false, "TestLatency reads from a server that has its states in Redis and only reads")
	latency   = flag.Duration("latency", 0, "how long TestLatency sends requests (0: it is skipped)")
	rate      = flag.Int("rate", 10_000, "requests per second of TestLatency")
	entities  = flag.Int("entities", 1, "entities per request of TestLatency")
	writes    = flag.Int("writes", 0, "events per second that TestLatency sends meanwhile")
)

// hundred is a program with a set of 100 features over five windows.
func hundred() string {
	var b strings.Builder
	b.WriteString(`package hundred
entity user (user: int64)
source events { user: int64, x: float64, i: int64, at: timestamp, seen: timestamp
  time at
  arrival seen }
view v for user from events {
`)
	for k := range 4 {
		for j, agg := range []string{"count()", "sum(x)", "mean(x)", "max(i)", "min(x)"} {
			fmt.Fprintf(&b, "  f%d_%d = %s where i > %d over 1h, 6h, 1d, 7d, 30d\n", k, j, agg, k*10)
		}
	}
	b.WriteString("}\nfeatureset s for user { include v.* }\n")
	return b.String()
}

// client is a connection that reads answers without making anything of them, so
// that it takes little of the cores that the server has.
type client struct {
	c net.Conn
	r *bufio.Reader
}

func (c *client) ask(request []byte) error {
	if _, err := c.c.Write(request); err != nil {
		return err
	}
	length := -1
	for first := true; ; first = false {
		line, err := c.r.ReadSlice('\n')
		if err != nil {
			return err
		}
		text := strings.TrimSpace(string(line))
		if first && !strings.HasSuffix(text, " 200 OK") {
			return fmt.Errorf("answered %s", text)
		}
		if name, v, ok := strings.Cut(text, ": "); ok && strings.EqualFold(name, "Content-Length") {
			if length, err = strconv.Atoi(v); err != nil {
				return err
			}
		}
		if text == "" {
			break
		}
	}
	_, err := c.r.Discard(length)
	return err
}

// TestLatency sends reads of 100 features at a rate, whether or not answers have come,
// and prints how long after a request was due its answer was there.
func TestLatency(t *testing.T) {
	if *latency == 0 {
		t.Skip("a measurement: -latency 10s")
	}
	p, bag := compiler.LoadFiles(map[string][]byte{"hundred.feat": []byte(hundred())})
	if p == nil {
		t.Fatal(bag.Sorted())
	}
	path, err := serve.Build(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	const users = 10_000
	where := []string{"-data", t.TempDir()}
	if *fromRedis {
		where = []string{"-store", redistest.Start(t).URL()}
	}
	srv := start(t, path, where...)
	defer srv.kill()
	event := func(rnd *rand.Rand) string {
		return fmt.Sprintf(`{"user":%d,"x":%g,"i":%d,"at":%q}`+"\n", rnd.IntN(users), rnd.Float64(), rnd.IntN(60),
			time.Now().Add(-time.Duration(rnd.IntN(30*24))*time.Hour).UTC().Format(time.RFC3339))
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 30 {
		var b strings.Builder
		for range 10_000 {
			b.WriteString(event(rnd))
		}
		if status, answer := srv.send(t, "/ingest/events", strings.NewReader(b.String())); status != 200 {
			t.Fatal(status, answer)
		}
	}
	if *fromRedis {
		time.Sleep(3 * time.Second) // until it is in a checkpoint
		reader := start(t, path, append(where, "-read-only")...)
		defer reader.kill()
		srv = reader
	}
	stop := make(chan struct{})
	var background sync.WaitGroup
	if *writes > 0 {
		background.Add(1)
		go func() {
			defer background.Done()
			rnd := rand.New(rand.NewPCG(3, 4))
			for tick := time.NewTicker(10 * time.Millisecond); ; {
				select {
				case <-stop:
					return
				case <-tick.C:
				}
				var b strings.Builder
				for range *writes / 100 {
					b.WriteString(event(rnd))
				}
				srv.post("/ingest/events", b.String())
			}
		}()
	}
	names := []string{"process_cpu_seconds_total", "go_memstats_alloc_bytes_total", "go_memstats_mallocs_total", "go_gc_duration_seconds_count"}
	var spent [4]float64
	for i, name := range names {
		spent[i] = srv.metric(t, name)
	}
	took := drive(t, srv, users)
	for i, name := range names {
		spent[i] = srv.metric(t, name) - spent[i]
	}
	close(stop)
	background.Wait()
	slices.Sort(took)
	at := func(q float64) time.Duration { return took[int(q*float64(len(took)-1))].Round(time.Microsecond) }
	t.Logf("%d requests of %d entities at %d/s: p50 %v, p90 %v, p99 %v, p99.9 %v, most %v; %.0f µs of CPU, %.0f bytes in %.1f pieces each; %.0f collections", len(took), *entities, *rate,
		at(.5), at(.9), at(.99), at(.999), at(1),
		spent[0]*1e6/float64(len(took)), spent[1]/float64(len(took)), spent[2]/float64(len(took)), spent[3])
}

// metric returns what /metrics says of a metric without labels.
func (p *process) metric(t *testing.T, name string) float64 {
	t.Helper()
	r, err := http.Get(p.url + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	for lines := bufio.NewScanner(r.Body); lines.Scan(); {
		if text, ok := strings.CutPrefix(lines.Text(), name+" "); ok {
			v, err := strconv.ParseFloat(text, 64)
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
	}
	t.Fatalf("there is no metric %s", name)
	return 0
}

func drive(t *testing.T, srv *process, users int) []time.Duration {
	const clients = 16
	var mu sync.Mutex
	var all []time.Duration
	var done sync.WaitGroup
	begin := time.Now().Add(100 * time.Millisecond)
	for i := range clients {
		done.Add(1)
		go func() {
			defer done.Done()
			conn, err := net.Dial("tcp", strings.TrimPrefix(srv.url, "http://"))
			if err != nil {
				t.Error(err)
				return
			}
			defer conn.Close()
			c := &client{conn, bufio.NewReaderSize(conn, 1<<16)}
			rnd := rand.New(rand.NewPCG(9, uint64(i)))
			every := time.Second * clients / time.Duration(*rate)
			var took []time.Duration
			for due := begin.Add(every * time.Duration(i) / clients); due.Before(begin.Add(*latency)); due = due.Add(every) {
				ids := make([]string, *entities)
				for j := range ids {
					ids[j] = strconv.Itoa(rnd.IntN(users))
				}
				body := `{"entities":{"user":[` + strings.Join(ids, ",") + `]},"feature_service":"s"}`
				request := fmt.Appendf(nil, "POST /get-online-features HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
				time.Sleep(time.Until(due))
				if err := c.ask(request); err != nil && err != io.EOF {
					t.Error(err)
					return
				}
				took = append(took, time.Since(due))
			}
			mu.Lock()
			all = append(all, took...)
			mu.Unlock()
		}()
	}
	done.Wait()
	return all
}
