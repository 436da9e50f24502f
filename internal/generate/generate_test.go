package generate

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestCompareAndApply(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "gen")
	const ours = "// " + header + " from a.feat; DO NOT EDIT.\n"
	files := map[string][]byte{
		"go/a/same.go":    []byte(ours + "package a\n"),
		"go/a/changed.go": []byte(ours + "package a // new\n"),
		"sql/new.sql":     []byte("-- " + header + "\nselect 1;\n"),
	}
	if changes, err := Compare(dir, files); err != nil || len(changes) != 3 {
		t.Fatalf("without a folder: %v, %v", changes, err)
	}
	same := write(t, dir, "go/a/same.go", ours+"package a\n")
	write(t, dir, "go/a/changed.go", ours+"package a // old\n")
	write(t, dir, "go/b/stale.go", ours)
	write(t, dir, "go/a/by_hand.go", "package a\n\n// not "+header+"\n")
	write(t, dir, "notes.txt", header)
	old := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	if err := os.Chtimes(same, old, old); err != nil {
		t.Fatal(err)
	}

	changes, err := Compare(dir, files)
	if err != nil {
		t.Fatal(err)
	}
	want := []Change{{"go/a/changed.go", Changed}, {"go/b/stale.go", Stale}, {"sql/new.sql", Missing}}
	if d := cmp.Diff(want, changes); d != "" {
		t.Fatal(d)
	}
	if err := Apply(dir, files, changes); err != nil {
		t.Fatal(err)
	}
	if changes, err = Compare(dir, files); err != nil || len(changes) != 0 {
		t.Errorf("after Apply: %v, %v", changes, err)
	}
	if info, err := os.Stat(same); err != nil || !info.ModTime().Equal(old) {
		t.Errorf("a file that was up to date was touched: %v, %v", info, err)
	}
	for _, kept := range []string{"go/a/by_hand.go", "notes.txt"} {
		if _, err := os.Stat(filepath.Join(dir, kept)); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "go/b")); !os.IsNotExist(err) {
		t.Errorf("the folder of the stale file is still there: %v", err)
	}
}
