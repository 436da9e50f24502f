package serve_test

import (
	"bufio"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/featc-lang/featc/internal/redistest"
)

var (
	latency   = flag.Duration("latency", 0, "how long TestLatency and TestInProcess read, per round (0: they are skipped)")
	fromRedis = flag.Bool("from-redis", false, "TestLatency reads from a server that has its states in Redis and only reads")
	writes    = flag.Int("writes", 0, "events per second that TestLatency sends meanwhile")
)

// Of all that a connection could do, these are: to ask as fast as answers come, and
// to ask as many clients do that have something else to do between.
var latencyLoads = []load{
	{entities: 1, connections: 1},
	{entities: 1, connections: 2},
	{entities: 1, connections: 36, think: 3},
	{entities: 1, connections: 112, think: 10},
	{entities: 100, connections: 1},
}

// TestLatency prints how long reads of 100 features take over HTTP.
func TestLatency(t *testing.T) {
	needsWrk(t, *latency)
	const users, rounds = 10_000, 5
	path, _ := hundredServer(t)
	where := []string{"-data", t.TempDir()}
	if *fromRedis {
		where = []string{"-store", redistest.Start(t).URL()}
	}
	srv := start(t, path, where...)
	defer srv.kill()
	writer := srv
	fillHundred(t, srv, 300_000, users, 30*24*time.Hour)
	if *fromRedis {
		time.Sleep(3 * time.Second) // until it is in a checkpoint
		srv = start(t, path, append(where, "-read-only")...)
		defer srv.kill()
	}
	defer writeMeanwhile(writer, users)()
	fmt.Printf("load average before: %s", loadAverage())
	fmt.Println("| entities | connections | waiting between | requests/s | p50 | p99 | p99.9 | most | CPU a request | allocations a request |\n|---|---|---|---|---|---|---|---|---|---|")
	for _, l := range latencyLoads {
		var all []measured
		cpu, mallocs, requests := srv.metric(t, "process_cpu_seconds_total"), srv.metric(t, "go_memstats_mallocs_total"), 0.0
		for range rounds {
			m := l.run(t, srv.url, `"feature_service":"s"`, users, *latency)
			requests += m.rate * latency.Seconds()
			all = append(all, m)
		}
		cpu, mallocs = srv.metric(t, "process_cpu_seconds_total")-cpu, srv.metric(t, "go_memstats_mallocs_total")-mallocs
		m := median(all)
		fmt.Printf("| %d | %d | %d ms | %.0f | %.2f ms | %.2f ms (%.2f to %.2f) | %.2f ms | %.1f ms | %.0f µs | %.0f |\n", l.entities, l.connections, l.think,
			m.rate, m.p50, m.p99, all[0].p99, all[rounds-1].p99, m.p999, m.most, cpu*1e6/requests, mallocs/requests)
	}
	fmt.Printf("load average after: %s", loadAverage())
}

// writeMeanwhile sends events until what it returns is called.
func writeMeanwhile(p *process, users int) (end func()) {
	if *writes == 0 {
		return func() {}
	}
	stop, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		rnd := rand.New(rand.NewPCG(3, 4))
		for tick := time.NewTicker(10 * time.Millisecond); ; {
			select {
			case <-stop:
				return
			case <-tick.C:
				p.post("/ingest/events", eventsOf(rnd, *writes/100, users, time.Hour))
			}
		}
	}()
	return func() { close(stop); <-ended }
}

// metric returns what /metrics says of a metric without labels.
func (p *process) metric(t *testing.T, name string) float64 {
	t.Helper()
	return p.tokenMetric(t, "", name)
}

// tokenMetric is metric, of a server that wants a token.
func (p *process) tokenMetric(t *testing.T, token, name string) float64 {
	t.Helper()
	ask, err := http.NewRequest(http.MethodGet, p.url+"/metrics", nil)
	if err != nil {
		t.Fatal(err)
	}
	ask.Header.Set("Authorization", "Bearer "+token)
	r, err := http.DefaultClient.Do(ask)
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
