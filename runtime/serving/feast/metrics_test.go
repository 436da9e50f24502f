package feast

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every metric is explained in docs/operations.md.
func TestMetricsAreInTheDocs(t *testing.T) {
	docs, err := os.ReadFile("../../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	name := regexp.MustCompile(`(?:Name: |NewDesc\()"(featc_[a-z_]+)"`)
	n := 0
	err = filepath.WalkDir("..", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, m := range name.FindAllStringSubmatch(string(text), -1) {
			if n++; !strings.Contains(string(docs), "`"+m[1]+"`") {
				t.Errorf("%s: %s is not in docs/operations.md", path, m[1])
			}
		}
		return err
	})
	if err != nil || n < 20 {
		t.Errorf("%d metrics, %v", n, err)
	}
}
