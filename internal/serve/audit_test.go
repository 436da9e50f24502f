package serve_test

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/audit"
	"github.com/featc-lang/featc/internal/data"
	"github.com/featc-lang/featc/internal/duck"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/project"
	"github.com/featc-lang/featc/internal/train"
	"github.com/featc-lang/featc/runtime/serving/journal"
	"github.com/featc-lang/featc/runtime/value"
)

// audited is a server's life: its log of vectors, and the events that it took in with
// the arrivals that it gave them.
type audited struct {
	dir     string // of a project that reads those events
	vectors string
	events  *engine.Events
	served  int
}

// live has a server of examples/fraud take events in and serve vectors, and stops it.
func live(t *testing.T) *audited {
	t.Helper()
	program, path := fraud(t)
	a := &audited{dir: t.TempDir(), vectors: t.TempDir()}
	state := t.TempDir()
	p := start(t, path, "-data", state, "-vectors", a.vectors, "-vectors-rows", "50")
	tr := &traffic{sent: map[string]int{}, acked: map[string]int{}}
	rnd := rand.New(rand.NewPCG(5, 6))
	for range 60 {
		tr.push(p, rnd)
		tr.read(t, p, rnd)
		if p.post("/get-online-features", `{"entities":{"user_id":[1,2]},"features":["spend:n_1h"]}`) == "" {
			t.Error("a view is not served")
		}
	}
	p.stop(t)
	a.served = len(tr.reads)
	db, err := journal.Open(state, program.Package, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	a.events = logged(t, program, db)
	for _, name := range []string{"entities.feat", "fraud.feat"} {
		text, err := os.ReadFile(filepath.Join("..", "..", "examples", "fraud", name))
		if err != nil {
			t.Fatal(err)
		}
		a.write(t, name, string(text))
	}
	a.batch(t, a.events.Rows)
	return a
}

func (a *audited) write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(a.dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// batch makes rows the project's batch source.
func (a *audited) batch(t *testing.T, rows [][]value.Value) {
	t.Helper()
	var columns []*data.Column
	for i, c := range a.events.Source.Columns {
		out := &data.Column{Name: c.Name, Type: c.Type}
		for _, row := range rows {
			out.Values = append(out.Values, row[i])
		}
		columns = append(columns, out)
	}
	if err := os.MkdirAll(filepath.Join(a.dir, "data"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := data.WriteTable(filepath.Join(a.dir, "data", "txns.csv"), columns); err != nil {
		t.Fatal(err)
	}
}

func (a *audited) load(t *testing.T) *project.Project {
	t.Helper()
	p, err := project.Load(a.dir)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// audit audits the set, or a view.
func (a *audited) audit(t *testing.T, of func(*ir.Program) *ir.FeatureSet) (*audit.Result, map[string]*audit.Feature) {
	t.Helper()
	p := a.load(t)
	db, err := duck.New(duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	set := of(p.Program)
	run := func(atOnce int) *audit.Result {
		r, err := audit.Run(context.Background(), &audit.Request{
			Program: p.Program, Set: set, Dir: a.vectors, Examples: 2, Engine: duck.SourceFiles{Engine: db}, AtOnce: atOnce,
		})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	r := run(0)
	if fileByFile := run(1); !reflect.DeepEqual(r, fileByFile) {
		t.Errorf("file by file: %+v, all at once: %+v", fileByFile, r)
	}
	byName := map[string]*audit.Feature{}
	for _, f := range r.Features {
		byName[f.Name] = f
	}
	return r, byName
}

func theSet(p *ir.Program) *ir.FeatureSet { return p.Sets[0] }

// Everything that was served is in the log, and is what the training SQL computes;
// and the faults that make the two differ are found.
func TestAudit(t *testing.T) {
	a := live(t)
	r, features := a.audit(t, theSet)
	if r.Vectors != a.served || r.Vectors != 60 || r.Files < 2 {
		t.Errorf("%d vectors in %d files, %d were served", r.Vectors, r.Files, a.served)
	}
	if rate, changed := r.Worst(); rate != 0 || changed != 0 {
		t.Errorf("skew without a fault: rate %v, %d changed, first %+v", rate, changed, features)
	}
	if f := features["spend_n_1h"]; f == nil || f.Compared != r.Vectors {
		t.Errorf("spend_n_1h: %+v", f)
	}
	view, _ := a.audit(t, func(p *ir.Program) *ir.FeatureSet { return p.Views[0].AsSet() })
	if rate, changed := view.Worst(); view.Vectors != 120 || rate != 0 || changed != 0 {
		t.Errorf("view: %d vectors, rate %v, %d changed", view.Vectors, rate, changed)
	}

	t.Run("a batch table that lost rows", func(t *testing.T) {
		var kept [][]value.Value
		for i, row := range a.events.Rows {
			if i%3 != 0 {
				kept = append(kept, row)
			}
		}
		a.batch(t, kept)
		r, features := a.audit(t, theSet)
		f := features["spend_lifetime"]
		if f.Skewed == 0 || r.Skewed == 0 || len(f.Examples) != 2 {
			t.Fatalf("it is not found: %+v", f)
		}
		for _, e := range f.Examples {
			if e.Served.I <= e.Computed.I || len(e.Label.Keys) != 2 || e.Label.At == 0 {
				t.Errorf("example %+v", e)
			}
		}
	})
	t.Run("a stream that arrived late", func(t *testing.T) {
		// The batch table says when rows landed there, half an hour before the server
		// had them.
		late := make([][]value.Value, len(a.events.Rows))
		landed := a.events.Source.Arrival
		for i, row := range a.events.Rows {
			late[i] = append([]value.Value{}, row...)
			late[i][landed] = value.OfTimestamp(row[landed].I - 30*60*1e6)
		}
		a.batch(t, late)
		_, features := a.audit(t, theSet)
		f := features["spend_lifetime"]
		if f.Skewed == 0 {
			t.Fatalf("it is not found: %+v", f)
		}
		for _, e := range f.Examples {
			if e.Served.I >= e.Computed.I {
				t.Errorf("example %+v", e)
			}
		}
	})
	a.batch(t, a.events.Rows)
	t.Run("a definition that changed under the server", func(t *testing.T) {
		text, err := os.ReadFile(filepath.Join(a.dir, "fraud.feat"))
		if err != nil {
			t.Fatal(err)
		}
		defer a.write(t, "fraud.feat", string(text))
		changed := strings.Replace(string(text), "amount * 0.92\n", "amount * 0.93\n", 1)
		a.write(t, "fraud.feat", strings.Replace(changed, "  is_new   = habit.visits == 0\n", "", 1))
		r, features := a.audit(t, theSet)
		for _, name := range []string{"spend_avg_eur", "vs_mean", "is_new"} {
			if f := features[name]; f.Changed != r.Vectors || f.Compared != 0 {
				t.Errorf("%s: %+v", name, f)
			}
		}
		for _, name := range []string{"spend_n_1h", "vs_usual"} {
			if f := features[name]; f.Changed != 0 || f.Compared != r.Vectors || f.Skewed != 0 {
				t.Errorf("%s: %+v", name, f)
			}
		}
	})
	t.Run("the log is a training set", func(t *testing.T) { a.trainsFromLog(t) })
}

// trainsFromLog joins outcomes to the log, and holds that against the training set of
// the same labels.
func (a *audited) trainsFromLog(t *testing.T) {
	db, err := duck.Open(duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	run := func(format string, args ...any) {
		t.Helper()
		if _, err := db.Exec(fmt.Sprintf(format, args...)); err != nil {
			t.Fatal(err)
		}
	}
	labels, out := filepath.Join(a.dir, "labels.parquet"), filepath.Join(a.dir, "train.parquet")
	run("CREATE TABLE log AS SELECT * EXCLUDE featc_definition FROM read_parquet('%s/fraud_v1/*.parquet')", a.vectors)
	run(`CREATE TABLE outcomes AS SELECT user_id, merchant_id, "at", amount, user_id %% 2 = 0 AS is_fraud FROM log`)
	run("COPY outcomes TO '%s' (FORMAT parquet)", labels)
	p := a.load(t)
	if _, err := train.Run(context.Background(), &train.Request{
		Project: p, Set: p.Program.Sets[0], Labels: labels, Output: out, Engine: train.SQL,
		Step: func(string) {}, Percent: func(string, float64) {},
	}); err != nil {
		t.Fatal(err)
	}
	run(`CREATE TABLE joined AS SELECT outcomes.is_fraud, log.* FROM outcomes JOIN log USING (user_id, merchant_id, "at", amount)`)
	run("CREATE TABLE trained AS SELECT is_fraud, * EXCLUDE is_fraud FROM read_parquet('%s')", out)
	var columns, rows, differ int
	err = db.QueryRow(`SELECT (SELECT count(*) FROM duckdb_columns() WHERE table_name = 'trained'), (SELECT count(*) FROM joined),
		(SELECT count(*) FROM (SELECT * FROM trained EXCEPT ALL SELECT * FROM joined))
		+ (SELECT count(*) FROM (SELECT * FROM joined EXCEPT ALL SELECT * FROM trained))`).Scan(&columns, &rows, &differ)
	if err != nil {
		t.Fatal(err)
	}
	if columns != 37 || rows != a.served || differ != 0 {
		t.Errorf("%d rows of %d columns, %d differ from the training set", rows, columns, differ)
	}
}

// kill -9 loses what is in no file yet, and nothing else: files are whole.
func TestKillLosesTheLastVectors(t *testing.T) {
	_, path := fraud(t)
	vectors := t.TempDir()
	p := start(t, path, "-data", t.TempDir(), "-vectors", vectors, "-vectors-rows", "10", "-vectors-every", "1h")
	for range 15 {
		if p.post("/get-online-features", good) == "" {
			t.Fatal("not served")
		}
	}
	if status, answer := p.send(t, "/get-online-features", strings.NewReader(`{"entities":{"user_id":[1,2,"x"]},"features":["spend:n_1h"]}`)); status != 422 {
		t.Errorf("%d %s", status, answer)
	}
	for end := time.Now().Add(10 * time.Second); p.metric(t, `featc_vectors_total{fate="written"}`) < 10; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("no file is written")
		}
	}
	if got := p.metric(t, "featc_vectors_waiting"); got != 5 {
		t.Errorf("%v vectors are waiting: 15 were served, and 10 are written", got)
	}
	p.kill()
	files, err := filepath.Glob(filepath.Join(vectors, "spend", "*.parquet"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	program, _ := fraud(t)
	set := program.Views[0].AsSet()
	v, err := data.ReadVectors(context.Background(), set, make([]string, len(set.Features)), files[0])
	if err != nil || len(v.Rows) != 10 || len(v.Definitions) != len(set.Features) {
		t.Errorf("%v, %+v", err, v)
	}
}
