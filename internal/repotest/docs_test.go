package repotest

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/featc-lang/featc/compiler"
)

var featBlock = regexp.MustCompile("(?s)```feat\n(.*?)```")

// The blocks of a document are one program: what the docs show must compile.
func TestDocumentedProgramsCompile(t *testing.T) {
	blocks := 0
	for _, doc := range []string{"README.md", "docs/language.md", "docs/semantics.md", "docs/adding-an-aggregation.md"} {
		text, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(doc)))
		if err != nil {
			t.Fatal(err)
		}
		var program strings.Builder
		for _, m := range featBlock.FindAllStringSubmatch(string(text), -1) {
			blocks++
			program.WriteString(m[1] + "\n")
		}
		if program.Len() == 0 {
			continue
		}
		_, bag := compiler.LoadFiles(map[string][]byte{"doc.feat": []byte(program.String())})
		for _, d := range bag.Sorted() {
			t.Errorf("%s: line %d of its blocks: %v", doc, d.Span.File.Position(d.Span.Start).Line, d)
		}
	}
	if blocks < 5 {
		t.Errorf("found %d blocks only", blocks)
	}
}

var goBlock = regexp.MustCompile("(?s)```go\n(package agg\n.*?)```")

// The aggregation that the guide adds compiles beside those that there are.
func TestDocumentedAggregationCompiles(t *testing.T) {
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(root, "docs", "adding-an-aggregation.md"))
	if err != nil {
		t.Fatal(err)
	}
	block := goBlock.FindSubmatch(text)
	if block == nil {
		t.Fatal("the guide shows no file of package agg")
	}
	dir := t.TempDir()
	file, overlay := filepath.Join(dir, "rms.go"), filepath.Join(dir, "overlay.json")
	replace, err := json.Marshal(map[string]any{"Replace": map[string]string{filepath.Join(root, "compiler", "agg", "rms.go"): file}})
	if err == nil {
		err = errors.Join(os.WriteFile(file, block[1], 0o644), os.WriteFile(overlay, replace, 0o644))
	}
	if err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("go", "build", "-overlay", overlay, module+"compiler/agg").CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

var link = regexp.MustCompile(`\]\(([^)#:]+)\)`)

// Links between documents lead somewhere.
func TestLinksLeadSomewhere(t *testing.T) {
	root := filepath.Join("..", "..")
	docs, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	docs = append(docs, filepath.Join(root, "README.md"), filepath.Join(root, "CONTRIBUTING.md"))
	for _, doc := range docs {
		text, err := os.ReadFile(doc)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range link.FindAllStringSubmatch(string(text), -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(doc), filepath.FromSlash(m[1]))); err != nil {
				t.Errorf("%s links to %s, which is not there", filepath.Base(doc), m[1])
			}
		}
	}
}
