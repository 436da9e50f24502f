package repotest

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"
)

const module = "github.com/featc-lang/featc/"

// forbidden says which packages must not import which, directly or not, and
// why. Prefixes match whole path elements.
var forbidden = []struct{ from, to, why string }{
	{"lang", "compiler", "the syntax tree is below everything that gives it meaning"},
	{"lang", "backends", "the syntax tree is below everything that gives it meaning"},
	{"lang", "runtime", "the syntax tree holds text, not values"},
	{"compiler", "backends", "the IR is dialect-free: a backend is an outcome, not an input"},
	{"compiler", "internal", "the compiler is a library without engines or files of data"},
	{"compiler/ir", "compiler/plan", "meaning does not depend on how it is executed"},
	{"compiler/ir", "lang/ast", "the IR is past syntax: only spans survive"},
	{"backends", "lang/ast", "backends start from the plan"},
	{"backends", "lang/parse", "backends start from the plan"},
	{"backends", "internal", "backends print text; running it is somebody else's work"},
	{"backends/sql", "backends/gostream", "a backend does not know of its sibling"},
	{"backends/gostream", "backends/sql", "a backend does not know of its sibling"},
	{"runtime", "lang", "the runtime is linked into a team's server: it knows nothing of the compiler"},
	{"runtime", "compiler", "the runtime is linked into a team's server: it knows nothing of the compiler"},
	{"runtime", "backends", "the runtime is linked into a team's server: it knows nothing of the compiler"},
	{"backends/gostream", "runtime/serving", "generated operators depend on the standard library alone"},
	{"runtime/registry", "runtime/serving", "generated operators depend on the standard library alone"},
	{"cmd/featc", "runtime/serving", "featc builds servers and execs them: what they link would slow down its start"},
	{"internal/reference", "backends", "the judge does not depend on the judged"},
	{"internal/reference", "runtime/exact", "the judge does its own arithmetic"},
	{"internal/reference", "runtime/fn", "the judge does its own arithmetic"},
	{"internal/reference", "runtime/window", "the judge looks through its own windows"},
}

// arrowio is shared: featc writes training sets as servers write logs, and links
// Arrow in any case.
const arrowio = "runtime/serving/arrowio"

type pkg struct {
	ImportPath string
	Imports    []string
	Deps       []string
	Standard   bool
}

func packages(t *testing.T) []pkg {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports,Deps", module+"...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var list []pkg
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
}

func within(path, prefix string) bool {
	path, ok := strings.CutPrefix(path, module)
	return ok && (path == prefix || strings.HasPrefix(path, prefix+"/"))
}

func TestImportsPointDown(t *testing.T) {
	list := packages(t)
	if len(list) < 10 {
		t.Fatalf("found %d packages only", len(list))
	}
	for _, p := range list {
		for _, rule := range forbidden {
			if !within(p.ImportPath, rule.from) {
				continue
			}
			for _, d := range p.Deps {
				if within(d, rule.to) && !within(d, arrowio) {
					t.Errorf("%s imports %s, directly or not: %s", p.ImportPath, d, rule.why)
				}
			}
		}
	}
}

// The runtime travels inside the featc binary and is compiled on the user's
// machine without a network, so it may use the standard library only. A server is
// another matter: Kafka, Redis and Pebble are better left to those who know them.
func TestRuntimeIsSelfContained(t *testing.T) {
	for _, p := range packages(t) {
		if !within(p.ImportPath, "runtime") || within(p.ImportPath, "runtime/serving") {
			continue
		}
		for _, d := range p.Deps {
			if strings.Contains(strings.SplitN(d, "/", 2)[0], ".") && !within(d, "runtime") {
				t.Errorf("%s depends on %s, which is outside the standard library", p.ImportPath, d)
			}
		}
	}
}
