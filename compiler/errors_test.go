package compiler

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestErrors compares the diagnostics of the files in testdata/errors with the
// comments ERROR "regexp" in them, line by line.
func TestErrors(t *testing.T) {
	marker := regexp.MustCompile(`// ERROR "([^"]*)"`)
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
		wanted := map[int][]string{}
		for i, line := range strings.Split(string(text), "\n") {
			for _, m := range marker.FindAllStringSubmatch(line, -1) {
				wanted[i+1] = append(wanted[i+1], m[1])
				total++
			}
		}
		for _, d := range diagnose(string(text)) {
			line := d.Span.File.Position(d.Span.Start).Line
			if !take(wanted, line, d.Message) {
				t.Errorf("%s: not wanted: %v", name, d)
			}
		}
		for line, rest := range wanted {
			for _, r := range rest {
				t.Errorf("%s:%d: no diagnostic that matches %q", name, line, r)
			}
		}
	}
	if total < 150 {
		t.Errorf("only %d errors are wanted: were the markers read?", total)
	}
}

// take removes the first pattern of a line that matches a message.
func take(wanted map[int][]string, line int, message string) bool {
	for i, pattern := range wanted[line] {
		if regexp.MustCompile(strings.ReplaceAll(pattern, `\\`, `\`)).MatchString(message) {
			wanted[line] = append(wanted[line][:i:i], wanted[line][i+1:]...)
			return true
		}
	}
	return false
}
