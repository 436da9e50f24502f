package serve_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/featc-lang/featc/compiler"
	"github.com/featc-lang/featc/internal/serve"
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

// hundredServer builds a server of hundred, and returns its path and the features' names.
func hundredServer(t *testing.T) (path string, names []string) {
	t.Helper()
	p, bag := compiler.LoadFiles(map[string][]byte{"hundred.feat": []byte(hundred())})
	if p == nil {
		t.Fatal(bag.Sorted())
	}
	path, err := serve.Build(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range p.Sets[0].Views()[0].Features {
		names = append(names, f.Name)
	}
	return path, names
}

// fillHundred sends events of users, whose times are in what came before.
func fillHundred(t *testing.T, p *process, events, users int, before time.Duration) {
	t.Helper()
	rnd := rand.New(rand.NewPCG(1, 2))
	for events > 0 {
		n := min(events, 10_000)
		if status, answer := p.send(t, "/ingest/events", strings.NewReader(eventsOf(rnd, n, users, before))); status != 200 {
			t.Fatal(status, answer)
		}
		events -= n
	}
}

func eventsOf(rnd *rand.Rand, n, users int, before time.Duration) string {
	var b strings.Builder
	for range n {
		fmt.Fprintf(&b, `{"user":%d,"x":%g,"i":%d,"at":%q}`+"\n", rnd.IntN(users), rnd.Float64(), rnd.IntN(60),
			time.Now().Add(-time.Duration(rnd.Int64N(int64(before)))).UTC().Format(time.RFC3339))
	}
	return b.String()
}

// load is what wrk, an HTTP load generator, sends: it takes much less of the cores
// that it shares with the server than one of Go's net/http does.
type load struct {
	entities, connections int
	think                 int // milliseconds between an answer and the next request, on average
}

// threads of wrk. Its timers count milliseconds, so that connections of a thread that
// wait ask in bursts: more threads spread them.
func (l load) threads() int {
	if l.think > 0 && l.connections%4 == 0 {
		return 4
	}
	return 1
}

// measured is what a round of load gives: requests per second, and milliseconds.
type measured struct{ rate, p50, p99, p999, most float64 }

// run has wrk ask a server for features of users for so long.
func (l load) run(t *testing.T, url, ask string, users int, long time.Duration) measured {
	t.Helper()
	cmd := exec.Command("wrk", fmt.Sprintf("-t%d", l.threads()), fmt.Sprintf("-c%d", l.connections), fmt.Sprintf("-d%ds", int(long.Seconds())),
		"--timeout", "30s", "-s", "testdata/load.lua", url)
	cmd.Env = append(os.Environ(), "ASK="+ask,
		fmt.Sprintf("USERS=%d", users), fmt.Sprintf("ENTITIES=%d", l.entities), fmt.Sprintf("THINK=%d", l.think))
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	text := string(out)
	var m struct{ Requests, US, Errors, P50, P90, P99, P999, Most float64 }
	if err := json.Unmarshal([]byte(text[strings.LastIndex(text, "\n{")+1:]), &m); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if m.Requests == 0 || m.Errors > 0 {
		t.Fatalf("%g requests, %g that failed:\n%s", m.Requests, m.Errors, out)
	}
	return measured{m.Requests * 1e6 / m.US, m.P50 / 1e3, m.P99 / 1e3, m.P999 / 1e3, m.Most / 1e3}
}

// needsWrk skips a measurement that nobody asked for or that cannot be made.
func needsWrk(t *testing.T, long time.Duration) {
	t.Helper()
	if long == 0 {
		t.Skip("a measurement: make load")
	}
	if _, err := exec.LookPath("wrk"); err != nil {
		t.Skip("*** SKIPPED: there is no wrk; make load installs it from Debian ***")
	}
}

// median is the round in the middle, by the 99th percentile.
func median(rounds []measured) measured {
	slices.SortFunc(rounds, func(a, b measured) int {
		if a.p99 < b.p99 {
			return -1
		}
		return 1
	})
	return rounds[len(rounds)/2]
}

// loadAverage is what the machine says of how busy it is, where it does.
func loadAverage() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "not known\n"
	}
	return string(text)
}
