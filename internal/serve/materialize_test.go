package serve_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/data"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/gobuild"
	"github.com/featc-lang/featc/internal/project"
	"github.com/featc-lang/featc/internal/reference"
	"github.com/featc-lang/featc/internal/serve"
	"github.com/featc-lang/featc/runtime/jsontext"
	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/serving/jsonio"
	"github.com/featc-lang/featc/runtime/value"
)

const joined = `package joined
entity user (user: int64)
source clicks {
  id:   string
  user: int64
  ms:   int64
  at:   timestamp
  seen: timestamp
  time at
  arrival seen
  lateness 10m
  unique id within 1d
  batch csv("clicks.csv")
}
source visits {
  user: int64
  page: string
  at:   timestamp
  time  at
  delay 30s
  batch csv("visits.csv")
}
view c for user from clicks {
  n = count() over 1h, all
  s = sum(ms) over 2h by 5m
  l = sum(ms) over last 3
  d = count_distinct(ms) over all
}
view v for user from visits {
  n = count() over all
  p = last(page)
}
featureset s for user { include c.*, v.* }
`

// joinedProject is a project whose batch sources have n events, in order of their
// arrival: among them late ones and duplicates.
func joinedProject(t *testing.T, n int) (*project.Project, []string, []int64) {
	t.Helper()
	if testing.Short() || !gobuild.CanBuild() {
		t.Skip("builds a server")
	}
	dir := t.TempDir()
	clicks, visits := []string{"id,user,ms,at,seen"}, []string{"user,page,at"}
	var stream []string // "source {json}"
	var arrived []int64
	begin := time.Now().Add(-40 * time.Minute).UTC().Truncate(time.Second)
	for i := range n {
		seen := begin.Add(time.Duration(i) * time.Minute)
		arrived = append(arrived, seen.UnixMicro())
		if i%3 == 2 {
			at := seen.Add(-30 * time.Second).Format(time.RFC3339)
			visits = append(visits, fmt.Sprintf("%d,p%d,%s", i%2, i, at))
			stream = append(stream, fmt.Sprintf(`visits {"user":%d,"page":"p%d","at":%q}`, i%2, i, at))
			continue
		}
		id, at := i, seen.Add(-time.Duration(i%5)*time.Minute*4) // i%5 = 3 and 4 are late where another was not
		if i%4 == 1 {
			id-- // a duplicate
		}
		text := at.Format(time.RFC3339)
		clicks = append(clicks, fmt.Sprintf("i%d,%d,%d,%s,%s", id, i%2, i*i, text, seen.Format(time.RFC3339)))
		stream = append(stream, fmt.Sprintf(`clicks {"id":"i%d","user":%d,"ms":%d,"at":%q,"seen":%q}`, id, i%2, i*i, text, seen.Format(time.RFC3339)))
	}
	for name, text := range map[string]string{
		"joined.feat": joined, "clicks.csv": strings.Join(clicks, "\n") + "\n", "visits.csv": strings.Join(visits, "\n") + "\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p, err := project.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	return p, stream, arrived
}

// materialize builds a folder, or a store where the name is a URL, from history.
func materialize(p *ir.Program, until int64, into string) (*serve.Materialized, error) {
	where := "-data"
	if strings.Contains(into, "://") {
		where = "-store"
	}
	return serve.Materialize(context.Background(), &serve.History{
		Program: p, Until: until, Into: []string{where, into}, Step: func(string) {}, Percent: func(string, float64) {},
	})
}

// push pushes events of a stream, one by one.
func (p *process) push(t *testing.T, stream []string) {
	t.Helper()
	for _, e := range stream {
		source, text, _ := strings.Cut(e, " ")
		if status, answer := p.send(t, "/ingest/"+source, strings.NewReader(text)); status != 200 {
			t.Fatal(status, answer)
		}
	}
}

// is holds what a server serves against the reference over the events that had
// arrived by an instant.
func (p *process) is(t *testing.T, program *ir.Program, events []*engine.Events, until int64, when string) {
	t.Helper()
	in := &engine.Input{Program: program, Set: program.Sets[0]}
	for _, all := range events {
		some := &engine.Events{Source: all.Source}
		for _, row := range all.Rows {
			arrived := row[all.Source.Time].I + all.Source.Delay
			if a := all.Source.Arrival; a != ir.None {
				arrived = row[a].I
			}
			if arrived <= until {
				some.Rows = append(some.Rows, row)
			}
		}
		in.Events = append(in.Events, some)
	}
	status, answer := p.send(t, "/get-online-features", strings.NewReader(`{"entities":{"user":[0,1]},"feature_service":"s"}`))
	if status != 200 {
		t.Fatal(status, answer)
	}
	results := jsontext.Document(answer).Field("results")
	for user := range 2 {
		at, err := time.Parse(time.RFC3339, results.Find(fmt.Sprintf("[1].event_timestamps[%d]", user)).Text())
		if err != nil {
			t.Fatal(err)
		}
		in.Labels = append(in.Labels, engine.Label{At: at.UnixMicro(), Keys: []value.Value{value.OfInt64(int64(user))}})
	}
	want, err := reference.Engine{}.Run(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	for user := range 2 {
		for i, f := range in.Set.Features {
			got := string(results.Find(fmt.Sprintf("[%d].values[%d]", i+1, user)))
			if w := string(jsonio.Append(nil, want.Rows[user][i], &registry.Column{})); got != w {
				t.Errorf("%s: %s of user %d: %s, want %s", when, f.Name, user, got, w)
			}
		}
	}
}

// Wherever the history ends, and wherever before that the stream begins, every event
// counts once.
func TestHistoryThenStream(t *testing.T) {
	const n = 12
	p, stream, arrived := joinedProject(t, n)
	path := mustBuild(t, p.Program)
	events := batchOf(t, p)
	for k := range n + 1 {
		until := arrived[0] - 1 // no history at all
		if k > 0 {
			until = arrived[k-1] + int64(k%2)*1000 // at an arrival, or a little behind it
		}
		dir := t.TempDir()
		done, err := materialize(p.Program, until, dir)
		if err != nil || done.Events != k {
			t.Fatalf("history of %d: %+v, %v", k, done, err)
		}
		srv := start(t, path, "-data", dir)
		srv.is(t, p.Program, events, until, fmt.Sprintf("after a history of %d", k))
		from := k * (k % 3) / 2 // from the first event, from the middle of the history, from its end on
		srv.push(t, stream[from:])
		when := fmt.Sprintf("history of %d, stream from %d on", k, from)
		srv.is(t, p.Program, events, arrived[n-1], when)
		if left := srv.metric(t, `featc_events_in_history_total{source="clicks"}`) + srv.metric(t, `featc_events_in_history_total{source="visits"}`); int(left) != k-from {
			t.Errorf("%s: %v events were left out", when, left)
		}
		srv.kill()
		srv = start(t, path, "-data", dir)
		srv.is(t, p.Program, events, arrived[n-1], when+", killed")
		srv.push(t, stream[from:k]) // the history is still known
		srv.is(t, p.Program, events, arrived[n-1], when+", killed and repeated")
		srv.stop(t)
		if k != 5 {
			continue
		}
		srv = start(t, path, "-data", dir) // from a checkpoint
		srv.is(t, p.Program, events, arrived[n-1], when+", stopped")
		srv.stop(t)
		if _, err := materialize(p.Program, until, dir); err == nil ||
			!strings.Contains(err.Error(), "the data folder, or the store, is not empty, and history goes into an empty one") {
			t.Error(err)
		}
	}
	later := time.Now().Add(time.Hour).UnixMicro()
	if _, err := materialize(p.Program, later, t.TempDir()); err == nil || !strings.Contains(err.Error(), "that is yet to come") {
		t.Error(err)
	}
}

// Pieces of an origin that overlap the history are counted as far as they were sent,
// and their events as far as they are not in the history.
func TestPiecesBesideHistory(t *testing.T) {
	const n = 12
	p, stream, arrived := joinedProject(t, n)
	path, events, dir := mustBuild(t, p.Program), batchOf(t, p), t.TempDir()
	if _, err := materialize(p.Program, arrived[5], dir); err != nil {
		t.Fatal(err)
	}
	srv := start(t, path, "-data", dir)
	defer func() { srv.kill() }()
	var clicks, visits []string
	for _, e := range stream {
		if source, text, _ := strings.Cut(e, " "); source == "clicks" {
			clicks = append(clicks, text)
		} else {
			visits = append(visits, e)
		}
	}
	srv.push(t, visits)
	piece := func(from, to int) {
		t.Helper()
		status, answer := srv.send(t, fmt.Sprintf("/ingest/clicks?origin=o&from=%d", from), strings.NewReader(strings.Join(clicks[from:to], "\n")))
		if status != 200 {
			t.Fatal(status, answer)
		}
	}
	piece(0, 3) // all in the history
	piece(2, 6) // at its end
	srv.kill()
	srv = start(t, path, "-data", dir)
	piece(4, len(clicks))
	srv.is(t, p.Program, events, arrived[n-1], "after pieces")
}

// batchOf reads the batch sources of a project.
func batchOf(t *testing.T, p *project.Project) []*engine.Events {
	t.Helper()
	var out []*engine.Events
	for _, src := range p.Program.Sources {
		all, _, err := data.ReadEvents(context.Background(), src)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, all)
	}
	return out
}

// A definition that changes after the history cannot be rebuilt from the log, and the
// server says so. History that breaks off leaves the folder empty.
func TestHistoryIsNotRebuilt(t *testing.T) {
	p, _, arrived := joinedProject(t, 4)
	dir := t.TempDir()
	cmd := command(mustBuild(t, p.Program), "-data", dir, "-materialize", "2025-01-01T00:00:00Z")
	cmd.Stdin = strings.NewReader("")
	if out, err := cmd.CombinedOutput(); err == nil || !strings.Contains(string(out), "the history breaks off") {
		t.Errorf("%v\n%s", err, out)
	}
	if _, err := materialize(p.Program, arrived[2], dir); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(p.Dir, "joined.feat")
	if err := os.WriteFile(file, []byte(strings.Replace(joined, "over last 3", "over last 4", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	changed, err := project.Load(p.Dir)
	if err != nil {
		t.Fatal(err)
	}
	out, err := command(mustBuild(t, changed.Program), "-addr", "127.0.0.1:0", "-data", dir).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "group clicks_by_user has another definition than its states, and cannot be rebuilt: they began with history, which is not in the log; materialize anew") {
		t.Errorf("%v\n%s", err, out)
	}
	out, err = command(mustBuild(t, p.Program), "-data", dir, "-materialize", "yesterday").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "-materialize: ") {
		t.Errorf("%v\n%s", err, out)
	}
	if err := os.Remove(filepath.Join(p.Dir, "visits.csv")); err != nil {
		t.Fatal(err)
	}
	if _, err := materialize(p.Program, arrived[2], t.TempDir()); err == nil || errors.Is(err, os.ErrNotExist) ||
		!strings.Contains(err.Error(), "there is no file") {
		t.Error(err)
	}
}

func mustBuild(t *testing.T, p *ir.Program) string {
	t.Helper()
	path, err := serve.Build(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	return path
}
