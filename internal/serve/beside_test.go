package serve_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

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
	needsWrk(t, *beside)
	if *feastPython == "" {
		t.Skip("-feast says which Python has Feast: make load")
	}
	path, names := hundredServer(t)
	ours := start(t, path, "-data", t.TempDir())
	defer ours.kill()
	fillHundred(t, ours, 50_000, besideUsers, 10*time.Minute) // in all windows, none leaving them meanwhile
	theirs := startFeast(t, valuesOf(t, ours, names))
	agree(t, ours.url, theirs, names)

	fmt.Printf("load average before: %s", loadAverage())
	fmt.Println("| server | entities | connections | requests/s | p50 | p99 |\n|---|---|---|---|---|---|")
	for _, l := range []load{{entities: 1, connections: 1}, {entities: 1, connections: 8}, {entities: 100, connections: 1}} {
		results := map[string][]measured{}
		for range besideRounds {
			for _, s := range []struct{ name, url string }{{"featc", ours.url}, {"Feast", theirs}} {
				results[s.name] = append(results[s.name], l.run(t, s.url, asking(names), besideUsers, *beside))
			}
		}
		for _, name := range []string{"featc", "Feast"} {
			m := median(results[name])
			fmt.Printf("| %s | %d | %d | %.0f | %.2f ms | %.2f ms |\n", name, l.entities, l.connections, m.rate, m.p50, m.p99)
		}
	}
	fmt.Printf("load average after: %s", loadAverage())
}

// request is the body that asks for all features of users.
func request(users []int, names []string) string {
	ids := make([]string, len(users))
	for i, u := range users {
		ids[i] = fmt.Sprint(u)
	}
	return `{"entities":{"user":[` + strings.Join(ids, ",") + `]},` + asking(names) + `}`
}

// asking is how a request asks for features.
func asking(names []string) string { return `"features":["v:` + strings.Join(names, `","v:`) + `"]` }

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
