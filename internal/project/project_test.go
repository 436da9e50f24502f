package project

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/featc-lang/featc/lang/diag"
)

const text = `package p

entity user (user_id: int64)

source txns {
  user_id: int64
  amount: float64
  at: timestamp
  time at
}

source logins {
  user_id: int64
  at: timestamp
  time at
}

view spend for user from txns {
  n = count() over 1h, 7d
  total = sum(amount) over 7d
}

view seen for user from logins {
  n = count() over 1h
}

featureset one for user {
  include spend.*
  twice = spend.n_1h + spend.n_1h
}

featureset two for user {
  include seen.*
}
`

func load(t *testing.T, text string) (*Project, error) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "p.feat"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return Load(dir)
}

func TestFeature(t *testing.T) {
	p, err := load(t, text)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]string{
		"spend.n_1h":   {"spend.n_1h"},
		"spend.n":      {"spend.n_1h", "spend.n_7d"},
		"n":            {"spend.n_1h", "spend.n_7d", "seen.n"},
		"total":        {"spend.total"},
		"spend_n_7d":   {"spend.n_7d"},
		"one.twice":    {"one.twice"},
		"twice":        {"one.twice"},
		"spend.totl":   nil,
		"no such name": nil,
	} {
		features, err := p.Feature(name)
		var got []string
		for _, f := range features {
			got = append(got, f.QName())
		}
		if d := cmp.Diff(want, got); d != "" || (err == nil) != (want != nil) {
			t.Errorf("%s: %v\n%s", name, err, d)
		}
	}
	if _, err := p.Feature("spend.totl"); err == nil || !strings.Contains(err.Error(), "did you mean spend.total?") {
		t.Errorf("got %v", err)
	}
}

func TestSet(t *testing.T) {
	p, err := load(t, text)
	if err != nil {
		t.Fatal(err)
	}
	if s, err := p.Set("two"); err != nil || s.Name != "two" || len(Sources(s)) != 1 || Sources(s)[0].Name != "logins" {
		t.Errorf("got %v, %v", s, err)
	}
	for name, want := range map[string]string{
		"":     "package p has several feature sets; name one of one, two",
		"twoo": "there is no feature set twoo (did you mean two?)",
		"five": "there is no feature set five among one, two",
	} {
		if _, err := p.Set(name); err == nil || err.Error() != want {
			t.Errorf("%q: got %v, want %s", name, err, want)
		}
	}
}

func TestLoadFails(t *testing.T) {
	_, err := load(t, "package p\n\nentity user (user_id: int65)\n")
	var failure *diag.Failure
	if !errors.As(err, &failure) || len(failure.Diagnostics) != 1 {
		t.Errorf("got %v", err)
	}
}
