package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/reference"
	"github.com/featc-lang/featc/internal/scaffold"
	"github.com/featc-lang/featc/runtime/value"
)

// liar computes as the reference does, but for counts of more than one, which
// it gets wrong.
type liar struct{ reference.Engine }

func (liar) Name() string { return "liar" }

func (l liar) Run(ctx context.Context, in *engine.Input) (*engine.Output, error) {
	out, err := l.Engine.Run(ctx, in)
	if err != nil {
		return nil, err
	}
	for _, row := range out.Rows {
		for i, f := range in.Set.Features {
			if strings.HasPrefix(f.Name, "spend_n_") && row[i].I > 1 {
				row[i] = value.OfInt64(row[i].I + 1)
			}
		}
	}
	return out, nil
}

// withLiar runs a command in a project, judged against a liar.
func withLiar(t *testing.T, dir string, args ...string) (out string, code int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	a := newApp(&stdout, &stderr)
	a.engines = func() (*engines, error) {
		return &engines{judge: reference.Engine{}, others: []engine.Engine{liar{}}, stop: func() {}}, nil
	}
	code = a.run(context.Background(), append(args, "-C", dir))
	if stderr.Len() > 0 {
		t.Errorf("on standard error: %s", &stderr)
	}
	return stdout.String(), code
}

func newProject(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "p")
	if _, err := scaffold.Write(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

const mismatchTest = `test "spend_n_1h: liar differs" {
  payments:
    payment_id user_id amount status   at                   landed_at
    p1         1       10.00  approved 2025-01-01T10:00:00Z 2025-01-01T10:00:05Z
    p2         1       5.50   approved 2025-01-01T10:20:00Z 2025-01-01T10:30:00Z
  at 2025-01-01T10:30:00Z for user 1:
    spend.n_1h == 2
}
`

const mismatchReport = `feature         class  rows  liar differs
spend_n_1h      exact     6             1
spend_n_1d      exact     6             2
spend_total_1h  exact     6             0
spend_total_1d  exact     6             0
spend_average   exact     6             0
spend_burst     exact     6             0
vs_average      exact     6             0
FAIL model: 3 wrong values among 84 values on 2 engines

first at label 2, spend_n_1h
  reference  2 (0x0000000000000002)
  liar       3 (0x0000000000000003)

2 events still show it:

` + mismatchTest

func TestVerifyMismatch(t *testing.T) {
	got, code := withLiar(t, newProject(t), "verify")
	if code != exitDiffers {
		t.Errorf("exit code %d, want %d", code, exitDiffers)
	}
	if diff := cmp.Diff(mismatchReport, got); diff != "" {
		t.Errorf("output (-want +got):\n%s", diff)
	}
}

func TestVerifyMismatchJSON(t *testing.T) {
	out, code := withLiar(t, newProject(t), "verify", "--json")
	if code != exitDiffers {
		t.Errorf("exit code %d, want %d", code, exitDiffers)
	}
	type first struct {
		Label                            int
		Feature, Engine, Want, Got, Test string
	}
	type report struct {
		Set        string
		Mismatches int
		First      first
	}
	want := []report{{"model", 3, first{2, "spend_n_1h", "liar", "2 (0x0000000000000002)", "3 (0x0000000000000003)", mismatchTest}}}
	var got []report
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
}

// The test that verify prints fails on the engine that was found out.
func TestMismatchTestFails(t *testing.T) {
	dir := newProject(t)
	f, err := os.OpenFile(filepath.Join(dir, "features.feat"), os.O_APPEND|os.O_WRONLY, 0)
	if err == nil {
		_, err = f.WriteString("\n" + mismatchTest)
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	out, code := withLiar(t, dir, "test")
	if want := "spend.n_1h == 2 does not hold on liar: spend.n_1h is 3"; code != exitDiffers || !strings.Contains(out, want) {
		t.Errorf("exit code %d; want %q in\n%s", code, want, out)
	}
	if strings.Contains(out, "on reference") {
		t.Errorf("the judge fails too:\n%s", out)
	}
}
