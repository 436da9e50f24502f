package serve_test

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/featc-lang/featc/compiler"
	"github.com/featc-lang/featc/internal/serve"
	"github.com/featc-lang/featc/runtime/jsontext"
)

var beside = flag.Duration("beside", 0, "how long TestLoadBesideFeast asks each server, per round (0: it is skipped)")

const (
	besideUsers  = 1000
	besideRounds = 3
)

// TestLoadBesideFeast asks a server of featc's and Feast's own Python server for the
// same 100 features with the same values, in turn, and prints a table.
func TestLoadBesideFeast(t *testing.T) {
	if *beside == 0 || *feastPython == "" {
		t.Skip("a measurement: make load")
	}
	p, bag := compiler.LoadFiles(map[string][]byte{"hundred.feat": []byte(hundred())})
	if p == nil {
		t.Fatal(bag.Sorted())
	}
	path, err := serve.Build(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	ours := start(t, path, "-data", t.TempDir())
	defer ours.kill()
	fillHundred(t, ours)
	var names []string
	for _, f := range p.Sets[0].Views()[0].Features {
		names = append(names, f.Name)
	}
	theirs := startFeast(t, valuesOf(t, ours, names))
	agree(t, ours.url, theirs, names)

	fmt.Printf("load average before: %s", loadAverage())
	fmt.Println("| server | entities | clients | requests/s | p50 | p99 |\n|---|---|---|---|---|---|")
	for _, load := range []struct{ entities, clients int }{{1, 1}, {1, 8}, {100, 1}} {
		results := map[string][]measured{}
		for range besideRounds {
			for _, s := range []struct{ name, url string }{{"featc", ours.url}, {"Feast", theirs}} {
				results[s.name] = append(results[s.name], closedLoop(t, s.url, load.entities, load.clients, names))
			}
		}
		for _, name := range []string{"featc", "Feast"} {
			m := median(results[name])
			fmt.Printf("| %s | %d | %d | %.0f | %.2f ms | %.2f ms |\n", name, load.entities, load.clients, m.rate, m.p50, m.p99)
		}
	}
	fmt.Printf("load average after: %s", loadAverage())
}

// fillHundred sends events of the last minutes: in all windows, and in none from which
// they would go during the measurement.
func fillHundred(t *testing.T, p *process) {
	t.Helper()
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 5 {
		var b strings.Builder
		for range 10_000 {
			fmt.Fprintf(&b, `{"user":%d,"x":%g,"i":%d,"at":%q}`+"\n", rnd.IntN(besideUsers), rnd.Float64(), rnd.IntN(60),
				time.Now().Add(-time.Duration(rnd.IntN(600))*time.Second).UTC().Format(time.RFC3339))
		}
		if status, answer := p.send(t, "/ingest/events", strings.NewReader(b.String())); status != 200 {
			t.Fatal(status, answer)
		}
	}
}

// request is the body that asks for all features of users.
func request(users []int, names []string) string {
	ids := make([]string, len(users))
	for i, u := range users {
		ids[i] = fmt.Sprint(u)
	}
	return `{"entities":{"user":[` + strings.Join(ids, ",") + `]},"features":["v:` + strings.Join(names, `","v:`) + `"]}`
}

// valuesOf writes the features of all users to a file, a JSON object per user.
func valuesOf(t *testing.T, p *process, names []string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "values.jsonl")
	var b strings.Builder
	for from := 0; from < besideUsers; from += 100 {
		users := make([]int, 100)
		for i := range users {
			users[i] = from + i
		}
		status, answer := p.send(t, "/get-online-features", strings.NewReader(request(users, names)))
		if status != 200 {
			t.Fatal(status, answer)
		}
		results := jsontext.Document(answer).Field("results")
		rows := make([][]string, len(users))
		for column := range results.Elements {
			row := 0
			for v := range column.Field("values").Elements {
				rows[row] = append(rows[row], string(v))
				row++
			}
		}
		for _, row := range rows {
			fmt.Fprintf(&b, `{"user":%s`, row[0])
			for i, name := range names {
				fmt.Fprintf(&b, `,%q:%s`, name, row[i+1])
			}
			b.WriteString("}\n")
		}
	}
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// startFeast starts Feast's server on a store with the values, with a worker per
// core of this machine's two, and returns its address.
func startFeast(t *testing.T, values string) string {
	t.Helper()
	repo := t.TempDir()
	out, err := exec.Command(*feastPython, "testdata/feast_store.py", repo, values).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := fmt.Sprint(l.Addr().(*net.TCPAddr).Port)
	_ = l.Close()
	cmd := exec.Command(filepath.Join(filepath.Dir(*feastPython), "feast"), "-c", repo, "serve", "-p", port, "-w", "2", "--no-access-log", "--max-requests", "0")
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	})
	url := "http://127.0.0.1:" + port
	for end := time.Now().Add(2 * time.Minute); ; time.Sleep(200 * time.Millisecond) {
		r, err := http.Get(url + "/health")
		if err == nil {
			_ = r.Body.Close()
			if r.StatusCode == 200 {
				return url
			}
		}
		if time.Now().After(end) {
			t.Fatalf("Feast's server does not come up: %v\n%s", err, said.String())
		}
	}
}

// agree demands that both servers give the same features of some users.
func agree(t *testing.T, ours, theirs string, names []string) {
	t.Helper()
	read := func(url string) map[string][]*float64 { // the columns are in orders of their own
		r, err := http.Post(url+"/get-online-features", "application/json", strings.NewReader(request([]int{0, 1, 500, 999}, names)))
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		text, err := io.ReadAll(r.Body)
		if err != nil || r.StatusCode != 200 {
			t.Fatal(r.Status, err, string(text))
		}
		var out struct {
			Metadata struct {
				Names []string `json:"feature_names"`
			}
			Results []struct{ Values []*float64 }
		}
		if err := json.Unmarshal(text, &out); err != nil {
			t.Fatal(err)
		}
		values := map[string][]*float64{}
		for i, name := range out.Metadata.Names {
			values[name] = out.Results[i].Values
		}
		return values
	}
	a, b := read(ours), read(theirs)
	if len(a) != 101 || len(b) != 101 {
		t.Fatalf("%d and %d columns", len(a), len(b))
	}
	for name := range a {
		for j := range a[name] {
			x, y := a[name][j], b[name][j]
			if (x == nil) != (y == nil) || x != nil && *x != *y {
				t.Fatalf("%s of user %d: %s and %s", name, j, number(x), number(y))
			}
		}
	}
}

func number(f *float64) string {
	if f == nil {
		return "null"
	}
	return fmt.Sprint(*f)
}

// measured is what a round gives: requests per second, and milliseconds.
type measured struct{ rate, p50, p99 float64 }

// median is the round in the middle, by rate.
func median(rounds []measured) measured {
	slices.SortFunc(rounds, func(a, b measured) int {
		if a.rate < b.rate {
			return -1
		}
		return 1
	})
	return rounds[len(rounds)/2]
}

// closedLoop has clients ask one request after the other.
func closedLoop(t *testing.T, url string, entities, clients int, names []string) measured {
	t.Helper()
	var mu sync.Mutex
	var all []time.Duration
	var done sync.WaitGroup
	begin := time.Now()
	for i := range clients {
		done.Add(1)
		go func() {
			defer done.Done()
			conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
			if err != nil {
				t.Error(err)
				return
			}
			defer conn.Close()
			c := &client{conn, bufio.NewReaderSize(conn, 1<<16)}
			rnd := rand.New(rand.NewPCG(9, uint64(i)))
			var took []time.Duration
			for time.Since(begin) < *beside {
				users := make([]int, entities)
				for j := range users {
					users[j] = rnd.IntN(besideUsers)
				}
				body := request(users, names)
				text := fmt.Appendf(nil, "POST /get-online-features HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
				asked := time.Now()
				if err := c.ask(text); err != nil {
					t.Error(err)
					return
				}
				took = append(took, time.Since(asked))
			}
			mu.Lock()
			all = append(all, took...)
			mu.Unlock()
		}()
	}
	done.Wait()
	if len(all) == 0 {
		t.Fatal("no request was answered")
	}
	rate := float64(len(all)) / time.Since(begin).Seconds()
	slices.Sort(all)
	at := func(q float64) float64 { return all[int(q*float64(len(all)-1))].Seconds() * 1000 }
	return measured{rate, at(.5), at(.99)}
}

// loadAverage is what the machine says of how busy it is, where it does.
func loadAverage() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "not known\n"
	}
	return string(text)
}
