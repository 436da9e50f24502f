package zoneinfo

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"
)

func TestLoad(t *testing.T) {
	for name, want := range map[string]bool{
		"UTC": true, "Asia/Kolkata": true, "Etc/GMT+5": true, "": false, "Local": false, "Mars/Base": false, "../etc/passwd": false, "/etc/localtime": false,
		"Europe": false, "Europe/": false, "europe/paris": false,
	} {
		if _, ok := Load(name); ok != want {
			t.Errorf("Load(%q) = %v", name, ok)
		}
	}
}

// Every zone loads, and the machine's database is not asked: here it has nothing.
func TestNothingButTheDatabase(t *testing.T) {
	t.Setenv("ZONEINFO", t.TempDir())
	n := 0
	for _, f := range archive().File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		n++
		z, ok := Load(f.Name)
		if !ok || z.String() != f.Name {
			t.Errorf("%s does not load", f.Name)
		}
	}
	if n < 500 {
		t.Errorf("there are %d zones", n)
	}
}

// TestEdition fails where the database is another one: then so is what is
// compiled, and the goldens with zones in them are to be looked at.
func TestEdition(t *testing.T) {
	const want = "8f55634d05f8bca1f7bc7c69c5933428c69357e0bdf565e5ba224e3f88ff12e8"
	if got := fmt.Sprintf("%x", sha256.Sum256(database)); got != want {
		t.Errorf("the database has the hash %s", got)
	}
}
