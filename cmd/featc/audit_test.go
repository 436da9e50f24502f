package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/project"
	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/serving/vectorlog"
	"github.com/featc-lang/featc/runtime/value"
)

const auditedProgram = `package p
entity user (user_id: int64)
source txns {
  user_id: int64
  amount:  decimal(12, 2)
  at:      timestamp
  time     at
  batch    csv("txns.csv")
}
view v for user from txns {
  n     = count()     over 1h
  total = sum(amount) over 1h
}
featureset s for user {
  request { amount: decimal(12, 2) }
  include v.*
}
`

// auditedProject is a project with a log of two vectors of which the second has a
// wrong count.
func auditedProject(t *testing.T) (dir, log string) {
	t.Helper()
	dir, log = t.TempDir(), t.TempDir()
	for name, text := range map[string]string{
		"p.feat":   auditedProgram,
		"txns.csv": "user_id,amount,at\n1,2.50,1970-01-01T00:00:01Z\n1,1.00,1970-01-01T00:00:02Z\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p, err := project.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	var hashes []string
	for _, f := range p.Program.Sets[0].Features {
		hashes = append(hashes, ir.HashFeature(f.Feature))
	}
	amount := registry.Column{Name: "amount", Kind: value.Decimal, Precision: 12, Scale: 2}
	total := registry.Column{Name: "v_total", Kind: value.Decimal, Precision: 38, Scale: 2, Nullable: true}
	r := registry.NewReader("s", []registry.Column{{Name: "user_id", Kind: value.Int64}}, []registry.Column{amount},
		[]registry.Column{{Name: "v_n", Kind: value.Int64}, total}, nil).Defined("at", hashes)
	l, err := vectorlog.Open(&registry.Package{Name: "p", Sets: []*registry.Reader{r}}, vectorlog.Options{Dir: log})
	if err != nil {
		t.Fatal(err)
	}
	keys, request := []value.Value{value.OfInt64(1)}, []value.Value{value.OfDecimal(0, 900)}
	l.Record(r, 1_500_000, keys, request, []value.Value{value.OfInt64(1), value.OfDecimal(0, 250)})
	l.Record(r, 2_000_000, keys, request, []value.Value{value.OfInt64(1), value.OfDecimal(0, 350)})
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return dir, log
}

func TestAuditCommand(t *testing.T) {
	dir, log := auditedProject(t)
	run := func(args ...string) (int, string, string) {
		var out, errOut bytes.Buffer
		code := newApp(&out, &errOut).run(context.Background(), append([]string{"audit", "-C", dir}, args...))
		return code, out.String(), errOut.String()
	}
	const want = `s: 2 vectors in 1 file, from 1970-01-01T00:00:01.5Z to 1970-01-01T00:00:02Z

feature  compared  skewed    rate  changed
v_n             2       1  0.5000        0
v_total         2       0  0.0000        0

v_n for user_id 1, amount 9.00 at 1970-01-01T00:00:02Z: served 1, computed 2
FAIL s: 4 of 4 values compared, 1 skewed in 1 vector
`
	if code, out, errOut := run("--log", log); code != exitDiffers || out != want || errOut != "" {
		t.Errorf("exit code %d\n%s%s", code, out, errOut)
	}
	if code, _, errOut := run("--log", log, "--max-skew", "NaN"); code != exitInput || !strings.Contains(errOut, "--max-skew NaN is not a share from 0 to 1") {
		t.Errorf("exit code %d\n%s", code, errOut)
	}
	if err := os.MkdirAll(filepath.Join(log, "gone"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(log, "gone", "x.parquet"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if code, out, errOut := run("--log", log); code != exitDiffers || out != want || !strings.Contains(errOut, "the log has vectors of gone, which package p does not have: they are not audited") {
		t.Errorf("exit code %d\n%s%s", code, out, errOut)
	}
	if code, _, errOut := run("--log", log+"/nowhere"); code != exitInput || !strings.Contains(errOut, "there is no folder "+log+"/nowhere") {
		t.Errorf("exit code %d\n%s", code, errOut)
	}
	code, out, _ := run("s", "--log", log, "--json", "--max-skew", "0.5")
	var got []struct {
		Set      string
		Vectors  int
		Features []struct {
			Name     string
			Rate     float64
			Examples []struct {
				Keys             map[string]string
				Served, Computed string
			}
		}
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil || code != exitOK {
		t.Fatalf("exit code %d, %v\n%s", code, err, out)
	}
	if f := got[0].Features[0]; got[0].Vectors != 2 || f.Rate != 0.5 || f.Examples[0].Keys["user_id"] != "1" || f.Examples[0].Computed != "2" {
		t.Errorf("%+v", got)
	}
	if code, out, _ := run("--log", log, "--until", "1970-01-01T00:00:01.9Z"); code != exitOK || !strings.Contains(out, "ok s: 2 of 2 values compared, 0 skewed in 0 vectors") {
		t.Errorf("exit code %d\n%s", code, out)
	}
	if code, out, _ := run("--log", log, "--since", "1971-01-01T00:00:00Z"); code != exitOK || out != "s: no vectors of that time in 1 file\n" {
		t.Errorf("exit code %d\n%s", code, out)
	}

	file := filepath.Join(dir, "p.feat")
	changed := strings.Replace(auditedProgram, "count()     over 1h", "count()     over 2h", 1)
	if err := os.WriteFile(file, []byte(changed), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, _ = run("--log", log)
	if code != exitDiffers || !strings.Contains(out, "2 values were served by another definition than the project's, and not compared\nFAIL s: 2 of 4 values") {
		t.Errorf("exit code %d\n%s", code, out)
	}
	if code, out, _ := run("--log", log, "--allow-changed"); code != exitOK {
		t.Errorf("exit code %d\n%s", code, out)
	}

	other := t.TempDir()
	if err := os.MkdirAll(filepath.Join(other, "s"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(other, "s", "x.parquet"), []byte("no"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		args []string
		says string
	}{
		{nil, "say where the log of served vectors is: --log DIR"},
		{[]string{"--log", log, "--since", "now"}, `--since: "now" is not a timestamp`},
		{[]string{"--log", log, "--until", "now"}, `--until: "now" is not a timestamp`},
		{[]string{"--log", log, "--max-skew", "2"}, "--max-skew 2 is not a share from 0 to 1"},
		{[]string{"--log", log, "--memory", "lots"}, "--memory lots is not an amount of memory"},
		{[]string{"t", "--log", log}, "there is no feature set t"},
		{[]string{"v", "--log", log}, "has no vectors of v"},
		{[]string{"s", "--log", filepath.Join(log, "none")}, "there is no folder "},
		{[]string{"--log", dir}, "has vectors of no feature set or view of package p"},
		{[]string{"--log", other}, "x.parquet: not a Parquet file that can be read"},
	} {
		if code, _, errOut := run(tt.args...); code != exitInput || !strings.Contains(errOut, tt.says) {
			t.Errorf("%v: exit code %d, %s", tt.args, code, errOut)
		}
	}
}

// Empty text that was served is empty text, and not null.
func TestAuditOfEmptyText(t *testing.T) {
	dir, log := t.TempDir(), t.TempDir()
	for name, text := range map[string]string{
		"p.feat": `package p
entity user (user_id: int64)
source notes {
  user_id: int64
  note:    string
  at:      timestamp
  time     at
  batch    csv("notes.csv")
}
view v for user from notes { newest = last(note) over 1h }
`,
		"notes.csv": "user_id,note,at\n1,,1970-01-01T00:00:01Z\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p, err := project.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	set := p.Program.Views[0].AsSet()
	newest := registry.Column{Name: "newest", Kind: value.String, Nullable: true}
	r := registry.NewReader("v", []registry.Column{{Name: "user_id", Kind: value.Int64}}, nil, []registry.Column{newest}, nil).
		Defined("at", []string{ir.HashFeature(set.Features[0].Feature)})
	l, err := vectorlog.Open(&registry.Package{Name: "p", Views: []*registry.Reader{r}}, vectorlog.Options{Dir: log})
	if err != nil {
		t.Fatal(err)
	}
	l.Record(r, 2_000_000, []value.Value{value.OfInt64(1)}, nil, []value.Value{value.OfString("")})
	l.Record(r, 2_000_000, []value.Value{value.OfInt64(2)}, nil, []value.Value{value.Null})
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	var out, errOut bytes.Buffer
	code := newApp(&out, &errOut).run(context.Background(), []string{"audit", "-C", dir, "--log", log})
	if code != exitOK || !strings.Contains(out.String(), "ok v: 2 of 2 values compared, 0 skewed in 0 vectors") {
		t.Errorf("exit code %d\n%s%s", code, out.String(), errOut.String())
	}
}
