package serve_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/featc-lang/featc/compiler"
	"github.com/featc-lang/featc/internal/gobuild"
	"github.com/featc-lang/featc/internal/serve"
)

const clicks = `package clicks
entity user (user: int64)
entity page (page: string)
source clicks {
  user: int64
  page: string
  ms:   int64
%s
  at:   timestamp
  seen: timestamp
  time at
  arrival seen
}
view by_user for user from clicks {
  freshness 1s
  n = count() %s
}
view by_page for page from clicks { n = count() over all }
`

// build builds a server of a version of clicks.
func build(t *testing.T, column, window string) string {
	t.Helper()
	if testing.Short() || !gobuild.CanBuild() {
		t.Skip("builds servers")
	}
	p, bag := compiler.LoadFiles(map[string][]byte{"clicks.feat": fmt.Appendf(nil, clicks, column, window)})
	if p == nil {
		t.Fatal(bag.Sorted())
	}
	path, err := serve.Build(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// stop stops a server in peace.
func (p *process) stop(t *testing.T) {
	t.Helper()
	_ = p.cmd.Process.Signal(os.Interrupt)
	if err := p.cmd.Wait(); err != nil {
		t.Error(err)
	}
}

// Groups whose definition is as it was keep their states; others are made anew from
// the log, or the server says why it cannot.
func TestEvolution(t *testing.T) {
	first, second, third := build(t, "", "over all"), build(t, "", "where ms > 5 over all"), build(t, "  url: string", "over all")
	dir := t.TempDir()
	click := func(p *process, ms int) {
		t.Helper()
		body := fmt.Sprintf(`{"user":1,"page":"a","url":"u","ms":%d,"at":%q}`, ms, time.Now().UTC().Format(time.RFC3339Nano))
		if status, answer := p.send(t, "/ingest/clicks", strings.NewReader(body)); status != 200 {
			t.Fatal(status, answer)
		}
	}
	counts := func(p *process, user, page int) {
		t.Helper()
		status, answer := p.send(t, "/get-online-features", strings.NewReader(
			`{"entities":{"user":[1],"page":["a"]},"features":["by_user:n","by_page:n"],"full_feature_names":true}`))
		for _, n := range []int{user, page} {
			if want := fmt.Sprintf(`{"values":[%d],"statuses":["PRESENT"]`, n); status != 200 || !strings.Contains(answer, want) {
				t.Errorf("%d %s, want %s", status, answer, want)
			}
		}
	}
	says := func(p *process, want string, group string, times int) {
		t.Helper()
		if n := strings.Count(p.log.String(), want+`","group":"`+group); n != times {
			t.Errorf("%s of %s is said %d times, not %d:\n%s", want, group, n, times, p.log)
		}
	}
	const rebuilt = "states are rebuilt from the log"

	p := start(t, first, "-data", dir)
	click(p, 1)
	click(p, 10)
	counts(p, 2, 2)
	p.stop(t)

	p = start(t, second, "-data", dir)
	says(p, rebuilt, "clicks_by_user", 1)
	says(p, rebuilt, "clicks_by_page", 0)
	counts(p, 1, 2)
	p.kill() // before a checkpoint

	p = start(t, second, "-data", dir)
	says(p, rebuilt, "clicks_by_user", 1)
	click(p, 7)
	counts(p, 2, 3)
	p.stop(t)

	p = start(t, second, "-data", dir)
	says(p, rebuilt, "clicks_by_user", 0)
	counts(p, 2, 3)
	p.stop(t)

	p = start(t, first, "-data", dir, "-keep-log", "1us", "-checkpoint-every", "10ms") // back again
	says(p, rebuilt, "clicks_by_user", 1)
	counts(p, 3, 3)
	click(p, 2)
	time.Sleep(300 * time.Millisecond)
	click(p, 3)
	p.stop(t)

	for _, tt := range []struct{ path, says string }{
		{second, "group clicks_by_user has another definition than its states, and cannot be rebuilt: the log begins with event"},
		{third, "group clicks_by_user has another definition than its states"},
	} {
		out, err := command(tt.path, "-addr", "127.0.0.1:0", "-data", dir).CombinedOutput()
		if err == nil || !strings.Contains(string(out), tt.says) {
			t.Errorf("%v\n%s", err, out)
		}
	}
	p = start(t, first, "-data", dir) // nothing has changed by that
	counts(p, 5, 5)
	p.stop(t)

	_, fraud := fraud(t)
	out, err := command(fraud, "-addr", "127.0.0.1:0", "-data", dir).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "data folder of another package: clicks, want fraud") {
		t.Errorf("%v\n%s", err, out)
	}
}

// A column that is new must be one that older events can do without.
func TestNewColumn(t *testing.T) {
	first, without, with := build(t, "", "over all"), build(t, "  url: string", "over all"), build(t, "  url: string?", "over all")
	dir := t.TempDir()
	p := start(t, first, "-data", dir)
	if status, answer := p.send(t, "/ingest/clicks", strings.NewReader(`{"user":1,"page":"a","ms":1,"at":"2025-01-01T00:00:00Z"}`)); status != 200 {
		t.Fatal(status, answer)
	}
	p.stop(t)
	out, err := command(without, "-addr", "127.0.0.1:0", "-data", dir).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "source clicks: logged events have no column url, which must not be null") {
		t.Errorf("%v\n%s", err, out)
	}
	p = start(t, with, "-data", dir)
	defer p.kill()
	if status, answer := p.send(t, "/get-online-features", io.Reader(strings.NewReader(`{"entities":{"user":[1]},"features":["by_user:n"]}`))); status != 200 || !strings.Contains(answer, `{"values":[1]`) {
		t.Errorf("%d %s", status, answer)
	}
}
