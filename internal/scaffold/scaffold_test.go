package scaffold

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/featc-lang/featc/compiler"
	"github.com/featc-lang/featc/lang/format"
)

func TestWrite(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "deep", "features")
	names, err := Write(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"README.md", "data/labels.csv", "data/payments.csv", "features.feat", "generate.go"}
	var said, found []string
	for _, name := range names {
		relative, err := filepath.Rel(dir, name)
		if err != nil {
			t.Fatal(err)
		}
		said = append(said, filepath.ToSlash(relative))
	}
	err = fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			found = append(found, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

// The new project compiles without a word and is formatted.
func TestProjectIsClean(t *testing.T) {
	dir := t.TempDir()
	if _, err := Write(dir); err != nil {
		t.Fatal(err)
	}
	_, bag := compiler.Load(dir)
	for _, d := range bag.Sorted() {
		t.Error(d)
	}
	before, err := os.ReadFile(filepath.Join(dir, "features.feat"))
	if err != nil {
		t.Fatal(err)
	}
	after, err := format.Bytes(before, "features.feat")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(before), string(after)); diff != "" {
		t.Errorf("not formatted (-is +formatted):\n%s", diff)
	}
}

func TestWriteRefuses(t *testing.T) {
	full := t.TempDir()
	file := filepath.Join(full, "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Write(full); err == nil || !strings.HasSuffix(err.Error(), "is not empty") {
		t.Errorf("into a full folder: %v", err)
	}
	if _, err := Write(file); err == nil {
		t.Error("a file was taken for a folder")
	}
	entries, err := os.ReadDir(full)
	if err != nil || len(entries) != 1 {
		t.Errorf("%d entries are left, error %v", len(entries), err)
	}
}
