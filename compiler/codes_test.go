package compiler

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/featc-lang/featc/compiler/check"
	"github.com/featc-lang/featc/lang/diag"
)

func diagnose(text string) []*diag.Diagnostic {
	_, bag := LoadFiles(map[string][]byte{"p.feat": []byte(text)})
	return bag.Sorted()
}

// TestCodes demands of every documented example its code and no other.
func TestCodes(t *testing.T) {
	seen := map[diag.Code]bool{}
	for _, info := range slices.Concat(loadCodes, check.Codes) {
		if seen[info.Code] || info.Title == "" || info.Explain == "" {
			t.Errorf("%s: repeated, or without a title or explanation", info.Code)
		}
		seen[info.Code] = true
		if info.Example == "" {
			if info.Code != "F0207" && info.Code != "F0208" { // these need a folder: TestFolders
				t.Errorf("%s has no example", info.Code)
			}
			continue
		}
		ds := diagnose(info.Example)
		if len(ds) == 0 {
			t.Errorf("%s: the example gives nothing\n%s", info.Code, info.Example)
		}
		for _, d := range ds {
			if d.Code != info.Code {
				t.Errorf("%s: the example gives %v\n%s", info.Code, d, info.Example)
			}
		}
	}
}

// TestCodesAreDocumented finds the codes that constructors use.
func TestCodesAreDocumented(t *testing.T) {
	documented := map[string]bool{}
	for _, info := range slices.Concat(loadCodes, check.Codes) {
		documented[string(info.Code)] = true
	}
	used := map[string]bool{}
	for _, pattern := range []string{"errors*.go", "check/errors*.go"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatal(pattern, names, err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range regexp.MustCompile(`\("(F\d{4})"`).FindAllStringSubmatch(string(text), -1) {
				used[m[1]] = true
				if !documented[m[1]] {
					t.Errorf("%s uses %s, which is not documented", name, m[1])
				}
			}
		}
	}
	for code := range documented {
		if !used[code] {
			t.Errorf("%s is documented, and nothing uses it", code)
		}
	}
}

// TestMessages holds messages to what lang/diag asks of them.
func TestMessages(t *testing.T) {
	for _, info := range Codes {
		for _, d := range diagnose(info.Example) {
			if strings.HasSuffix(d.Message, ".") || strings.Contains(d.Message, "\n") || d.Span.IsZero() && info.Example != "" {
				t.Errorf("%v: a full stop, a line break, or no place", d)
			}
		}
	}
}
