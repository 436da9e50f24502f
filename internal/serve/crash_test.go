package serve_test

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/duck"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/gobuild"
	"github.com/featc-lang/featc/internal/project"
	"github.com/featc-lang/featc/internal/serve"
	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/serving/journal"
	"github.com/featc-lang/featc/runtime/serving/jsonio"
)

var kills = flag.Int("kills", 8, "how often TestKill kills the server")

// fraud builds the server of examples/fraud.
func fraud(t *testing.T) (*ir.Program, string) {
	t.Helper()
	if testing.Short() || !gobuild.CanBuild() {
		t.Skip("builds a server")
	}
	p, err := project.Load(filepath.Join("..", "..", "examples", "fraud"))
	if err != nil {
		t.Fatal(err)
	}
	path, err := serve.Build(context.Background(), p.Program)
	if err != nil {
		t.Fatal(err)
	}
	return p.Program, path
}

// process is a running server.
type process struct {
	cmd *exec.Cmd
	url string
	log *strings.Builder
}

// start runs a server and waits until it listens.
func start(t *testing.T, path string, args ...string) *process {
	t.Helper()
	p := &process{cmd: exec.Command(path, append([]string{"-addr", "127.0.0.1:0"}, args...)...), log: &strings.Builder{}}
	out, err := p.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for p.url == "" && lines.Scan() {
		fmt.Fprintln(p.log, lines.Text())
		var line struct{ Msg, Address string }
		if json.Unmarshal(lines.Bytes(), &line) == nil && line.Msg == "listening" {
			p.url = "http://" + line.Address
		}
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	if p.url == "" {
		t.Fatalf("the server does not listen: %v\n%s", p.cmd.Wait(), p.log)
	}
	return p
}

func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
}

// post returns the body of an answer with status 200; "" where there is none.
func (p *process) post(path, body string) string {
	r, err := http.Post(p.url+path, "application/json", strings.NewReader(body))
	if err != nil {
		return ""
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != http.StatusOK {
		return ""
	}
	return string(b) + " "
}

// A server that is killed at random instants under load loses no event that it has
// acknowledged and counts none twice: after all of it, and all along, what it
// served is what the training SQL makes of the events in the log.
func TestKill(t *testing.T) {
	program, path := fraud(t)
	dir := t.TempDir()
	tr := newTraffic()
	killUnderLoad(t, tr, path, *kills, "-data", dir, "-checkpoint-every", "20ms")
	db, err := journal.Open(dir, program.Package, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	tr.check(t, program, db, *kills)
}

// killUnderLoad kills a server n times, and reads from it once more.
func killUnderLoad(t *testing.T, tr *traffic, path string, n int, args ...string) {
	t.Helper()
	for i := range n {
		p := start(t, path, args...)
		stop, ended := make(chan struct{}), make(chan struct{})
		go func() {
			tr.load(t, p, uint64(i), stop)
			close(ended)
		}()
		time.Sleep(time.Duration(rand.IntN(400_000)) * time.Microsecond)
		p.kill()
		close(stop)
		<-ended
	}
	p := start(t, path, args...)
	tr.readMore(t, p)
	p.kill()
}

// readMore reads at rest.
func (tr *traffic) readMore(t *testing.T, p *process) {
	rnd := rand.New(rand.NewPCG(1, 1))
	for range 200 {
		tr.read(t, p, rnd)
	}
}

// check holds the log of a server that has ended against what clients sent, and what
// they got against what the training SQL makes of the log.
func (tr *traffic) check(t *testing.T, program *ir.Program, db *journal.DB, kills int) {
	t.Helper()
	events := logged(t, program, db)
	counts := map[string]int{}
	for _, row := range events.Rows {
		counts[row[0].S]++
	}
	for id, n := range counts {
		if n > tr.sent[id] {
			t.Errorf("event %s was sent %d times, and is in the log %d times", id, tr.sent[id], n)
		}
	}
	acked := 0
	for id, n := range tr.acked {
		if acked += n; counts[id] < n {
			t.Errorf("event %s was acknowledged %d times, and is in the log %d times", id, n, counts[id])
		}
	}
	compare(t, program, events, tr.reads)
	t.Logf("%d kills, %d events acknowledged, %d in the log, %d vectors compared", kills, acked, len(events.Rows), len(tr.reads))
	if acked == 0 || len(tr.reads) <= 200 {
		t.Error("the server was killed before it did anything")
	}
}

// logged returns the events in a log.
func logged(t *testing.T, program *ir.Program, db *journal.DB) *engine.Events {
	t.Helper()
	src := program.Sources[0]
	out := &engine.Events{Source: src}
	next := uint64(1)
	err := db.Events(1, []*registry.Source{registry.NewSource(src.Name, columns(src.Columns), nil)}, func(e *journal.Event) error {
		if e.Position != next {
			t.Errorf("event %d follows %d", e.Position, next-1)
		}
		next = e.Position + 1
		out.Rows = append(out.Rows, e.Row)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func columns(in []*ir.Column) []registry.Column {
	var out []registry.Column
	for _, c := range in {
		out = append(out, registry.Column{Name: c.Name, Kind: c.Type.Kind, Precision: int(c.Type.Precision), Scale: int(c.Type.Scale), Nullable: c.Type.Nullable})
	}
	return out
}

// comparedTogether bounds the vectors that the training SQL makes at once, and with
// them the memory that it takes.
const comparedTogether = 10_000

// compare holds served vectors against what the training SQL makes of the events.
func compare(t *testing.T, program *ir.Program, events *engine.Events, reads []served) {
	t.Helper()
	sql, err := duck.New(duck.Options{MemoryLimit: "2GB", TempDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer sql.Close()
	bad := 0
	for some := range slices.Chunk(reads, comparedTogether) {
		bad += compareSome(t, sql, program, events, some, bad)
	}
	if bad > 0 {
		t.Errorf("%d values differ", bad)
	}
}

// compareSome returns how many values differ, and tells of the first ones.
func compareSome(t *testing.T, sql engine.Engine, program *ir.Program, events *engine.Events, reads []served, before int) (bad int) {
	t.Helper()
	set := program.Sets[0]
	in := &engine.Input{Program: program, Set: set, Events: []*engine.Events{events}}
	for _, r := range reads {
		in.Labels = append(in.Labels, engine.Label{At: r.at, Keys: r.keys, Request: r.request})
	}
	want, err := sql.Run(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range reads {
		for j, f := range set.Features {
			c := registry.Column{Scale: int(f.Feature.Type.Scale)}
			w := string(jsonio.Append(nil, want.Rows[i][j], &c))
			if w != r.values[j] {
				if bad++; before+bad <= 10 {
					t.Errorf("read %d of %d, %s at %d: served %s, want %s", i, len(reads), f.Name, r.at, r.values[j], w)
				}
			}
		}
	}
	return bad
}

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(m.Run())
}

func command(path string, args ...string) *exec.Cmd { return exec.Command(path, args...) }
