package examples

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/featc-lang/featc/compiler"
	"github.com/featc-lang/featc/internal/project"
)

// TestEmbeddings verifies the example, and shows what its page says of vectors of
// another model: each error of the page is one that featc gives.
func TestEmbeddings(t *testing.T) {
	verifyAll(t, "embeddings", 60)
	page, err := os.ReadFile(filepath.Join("embeddings", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	onPage := func(text string) {
		t.Helper()
		if !strings.Contains(string(page), text) {
			t.Errorf("the page does not have %q", text)
		}
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("embeddings")); err != nil {
		t.Fatal(err)
	}
	edit := func(name string, line int, from, to string) string {
		t.Helper()
		path := filepath.Join(dir, name)
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(string(text), "\n")
		for i := range lines {
			if line == 0 || i == line-1 {
				lines[i] = strings.ReplaceAll(lines[i], from, to)
			}
		}
		out := strings.Join(lines, "\n")
		if out == string(text) {
			t.Fatalf("%s has no %s", name, from)
		}
		if err := os.WriteFile(path, []byte(out), 0o644); err != nil {
			t.Fatal(err)
		}
		return out
	}

	edit("data/item_embeddings.csv", 5, "item_emb v3", "item_emb v4")
	p, err := project.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	set, err := p.Set("")
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.Read(context.Background(), set, "", quiet)
	if err == nil {
		t.Fatal("a vector of another model is read")
	}
	if _, said, ok := strings.Cut(err.Error(), "data/"); ok {
		onPage("featc: data/" + said)
	} else {
		t.Errorf("the error does not name the file: %v", err)
	}

	edit("embeddings.feat", 0, `model: "item_emb v3", model_in`, `model: "item_emb v4", model_in`)
	text := edit("embeddings.feat", 0, "  include item_embeddings", "  request { emb: vector(4, model: \"item_emb v3\") }\n  asked = cosine(request.emb, taste.mean)\n  include item_embeddings")
	program, bag := compiler.LoadFiles(map[string][]byte{"embeddings.feat": []byte(text)})
	if program != nil {
		t.Fatal("vectors of two models mix")
	}
	for _, d := range bag.Sorted() {
		onPage("error[" + string(d.Code) + "]: " + d.Message)
	}
}
