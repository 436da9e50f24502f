package golden

import (
	"flag"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/featc-lang/featc/backends/gostream"
	"github.com/featc-lang/featc/compiler"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/internal/project"
)

var bench = flag.Bool("bench-operators", false, "measure generated operators")

// vet compiles and vets the generated packages as a user's module would have
// them: outside this repository, the runtime required like any other module.
func vet(t *testing.T, packages map[string]map[string][]byte) {
	t.Helper()
	files := map[string][]byte{}
	for archive, operators := range packages {
		for name, text := range operators {
			files[path.Join(archive, name)] = text
		}
	}
	if len(files) == 0 {
		t.Fatal("no generated Go to vet")
	}
	if out, err := inModule(t, files, "vet", "./..."); err != nil {
		t.Errorf("generated Go does not pass go vet: %v\n%s", err, out)
	}
}

// The operators of examples/fraud as a server uses them, under the race detector:
// see testdata/fraud.
func TestOperators(t *testing.T) {
	p, err := project.Load(filepath.Join("..", "examples", "fraud"))
	if err != nil {
		t.Fatal(err)
	}
	testOperators(t, "fraud", p.Plan, "-race")
}

// The operators of testdata/steps hold no more than their tiles.
func TestTiles(t *testing.T) { testOperators(t, "steps", planOf(t, "steps")) }

// The operators of testdata/load hold a million keys.
func TestLoad(t *testing.T) { testOperators(t, "load", planOf(t, "load")) }

// The operators of testdata/collections make no garbage.
func TestCollections(t *testing.T) { testOperators(t, "collections", planOf(t, "collections")) }

// planOf plans testdata/NAME/NAME.feat.
func planOf(t *testing.T, name string) *plan.Plan {
	t.Helper()
	file := name + ".feat"
	text, err := os.ReadFile(filepath.Join("testdata", name, file))
	if err != nil {
		t.Fatal(err)
	}
	program, bag := compiler.LoadFiles(map[string][]byte{file: text})
	if bag.HasErrors() {
		t.Fatal(bag.Sorted())
	}
	return plan.Build(program)
}

// testOperators runs the tests in testdata/NAME, or the benchmarks, as part of the
// package that is generated for a plan.
func testOperators(t *testing.T, name string, p *plan.Plan, flags ...string) {
	t.Helper()
	operators, err := gostream.Generate(p, gostream.Options{})
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for file, text := range operators {
		files[path.Join(name, file)] = text
	}
	tests, err := filepath.Glob(filepath.Join("testdata", name, "*_test.go"))
	if err != nil || len(tests) == 0 {
		t.Fatalf("no tests of %s: %v", name, err)
	}
	for _, file := range tests {
		if files[path.Join(name, filepath.Base(file))], err = os.ReadFile(file); err != nil {
			t.Fatal(err)
		}
	}
	run := append([]string{"test"}, flags...)
	if *bench {
		run = []string{"test", "-run", "^$", "-bench", ".", "-benchmem", "-cpu", "1"}
	}
	out, err := inModule(t, files, append(run, "./"+name)...)
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	} else if *bench {
		t.Logf("\n%s", out)
	}
}

// The operators of ticks.txtar, asked far ahead: see testdata/ticks.
func TestTickOperators(t *testing.T) {
	archive, err := txtar.ParseFile("ticks.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range archive.Files {
		if name, ok := strings.CutPrefix(f.Name, "go/"); ok {
			files[path.Join("ticks", name)] = f.Data
		}
	}
	const name = "ticks/ticks_test.go"
	if files[name], err = os.ReadFile(filepath.Join("testdata", name)); err != nil {
		t.Fatal(err)
	}
	if out, err := inModule(t, files, "test", "./ticks"); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// inModule runs the go command in a module that consists of the files.
func inModule(t *testing.T, files map[string][]byte, args ...string) (out []byte, err error) {
	t.Helper()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	files["go.mod"] = []byte("module golden\n\ngo 1.26\n\nrequire github.com/featc-lang/featc v0.0.0\n\nreplace github.com/featc-lang/featc => " + root + "\n")
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off")
	return cmd.CombinedOutput()
}
