// Package docpage keeps the pages of docs true that are written from a catalogue.
// Only tests import it: it adds the flag -update to theirs.
package docpage

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write the page of docs that this package's catalogue makes anew")

// Check demands that docs/NAME, from a package two folders below the root, is the page
// that the catalogue makes, and writes it first where -update is given.
func Check(t *testing.T, name, page string) {
	t.Helper()
	path := filepath.Join("..", "..", "docs", name)
	if *update {
		if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != page {
		t.Errorf("docs/%s is out of date: run go test with -update in this package", name)
	}
}
