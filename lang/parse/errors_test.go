package parse

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/featc-lang/featc/lang/diag"
	"github.com/featc-lang/featc/lang/source"
)

func diagnose(name string, text []byte) []*diag.Diagnostic {
	bag := &diag.Bag{}
	File(source.NewFile(name, text), bag)
	return bag.Sorted()
}

// TestErrors compares the diagnostics of the files in testdata/errors with the
// comments ERROR "regexp" in them, line by line.
func TestErrors(t *testing.T) {
	marker := regexp.MustCompile(`// ERROR "(.*?)"(?: //|$)`)
	files, err := filepath.Glob("testdata/errors/*.feat")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	total := 0
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		wanted := map[int][]*regexp.Regexp{}
		for i, line := range strings.Split(string(text), "\n") {
			rest := line
			for {
				m := marker.FindStringSubmatchIndex(rest)
				if m == nil {
					break
				}
				wanted[i+1] = append(wanted[i+1], regexp.MustCompile(rest[m[2]:m[3]]))
				rest = rest[m[3]+1:]
				total++
			}
		}
		for _, d := range diagnose(name, text) {
			line := d.Span.File.Position(d.Span.Start).Line
			if len(wanted[line]) == 0 {
				t.Errorf("not wanted: %v", d)
				continue
			}
			if !wanted[line][0].MatchString(d.Message) {
				t.Errorf("%v\nwant a message that matches %v", d, wanted[line][0])
			}
			wanted[line] = wanted[line][1:]
		}
		for line, rest := range wanted {
			for _, r := range rest {
				t.Errorf("%s:%d: no diagnostic that matches %v", name, line, r)
			}
		}
	}
	if total < 40 {
		t.Errorf("only %d errors are wanted: were the markers read?", total)
	}
}

// TestCodes demands of every documented example its code and no other, and
// documentation of every code.
func TestCodes(t *testing.T) {
	seen := map[diag.Code]bool{}
	for _, info := range Codes {
		if seen[info.Code] || info.Title == "" || info.Explain == "" {
			t.Errorf("%s: repeated or without a title or explanation", info.Code)
		}
		seen[info.Code] = true
		ds := diagnose(string(info.Code), []byte(info.Example))
		if len(ds) != 1 || ds[0].Code != info.Code {
			t.Errorf("%s: the example gives %v", info.Code, ds)
		}
	}
	constructors, err := filepath.Glob("errors*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range constructors {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, code := range regexp.MustCompile(`"F\d{4}"`).FindAllString(string(text), -1) {
			if !seen[diag.Code(strings.Trim(code, `"`))] {
				t.Errorf("%s uses %s, which Codes lacks", name, code)
			}
		}
	}
}

// TestMessagesSpeakPlainly guards against the grammar's own words.
func TestMessagesSpeakPlainly(t *testing.T) {
	files, _ := filepath.Glob("testdata/errors/*.feat")
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range diagnose(name, text) {
			for _, bad := range []string{"token", "<", "something else", "sub-expression"} {
				if strings.Contains(d.Message, bad) && !strings.Contains(d.Message, "`<") {
					t.Errorf("%v: says %q", d, bad)
				}
			}
			if strings.HasSuffix(d.Message, ".") || d.Span.IsZero() {
				t.Errorf("%v: a full stop, or no place", d)
			}
		}
	}
}

// TestHostileInput must end, with errors and without a panic.
func TestHostileInput(t *testing.T) {
	deep := strings.Repeat("(", 10_000)
	for name, text := range map[string]string{
		"parentheses": "package p\nview v for a from b {\n  x = " + deep + "\n}\n",
		"signs":       "package p\nview v for a from b {\n  x = " + strings.Repeat("- ", 10_000) + "1\n}\n",
		"nots":        "package p\nview v for a from b {\n  x = " + strings.Repeat("not ", 10_000) + "1\n}\n",
		"sum":         "package p\nview v for a from b {\n  x = 1" + strings.Repeat(" + 1", 10_000) + "\n}\n",
		"calls":       "package p\nview v for a from b {\n  x = " + strings.Repeat("f(", 10_000) + "\n}\n",
		"types":       "package p\nsource s {\n  x: t(" + deep + "\n}\n",
		"braces":      "package p\n" + strings.Repeat("view {", 1000),
		"nothing":     "",
		"zeros":       "package p\n" + strings.Repeat("\x00", 1000),
	} {
		if ds := diagnose(name, []byte(text)); len(ds) == 0 || len(ds) > 1100 {
			t.Errorf("%s: %d diagnostics", name, len(ds))
		}
	}
}
