package examples

import (
	"context"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

var walkthrough = flag.Bool("walkthrough", false, "run TestWalkthrough")

var block = regexp.MustCompile("(?s)```(sh|text)\n(.*?)```\n")

// TestWalkthrough runs the commands of examples/fraud/README.md in one shell, and holds
// what they print against what the page shows.
func TestWalkthrough(t *testing.T) {
	if !*walkthrough {
		t.Skip("make walkthrough: it takes a port, and writes into examples/fraud")
	}
	text, err := os.ReadFile(filepath.Join("fraud", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	const mark = "== step"
	script := strings.Builder{}
	script.WriteString("set -euo pipefail\ntrap 'kill ${server:-} 2> /dev/null || true' EXIT\n")
	var want []string // of each step
	for _, b := range block.FindAllStringSubmatch(string(text), -1) {
		if b[1] == "sh" {
			script.WriteString(b[2] + "echo; echo '" + mark + "'\n")
			want = append(want, "")
		} else {
			want[len(want)-1] += b[2]
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 8*time.Minute)
	defer cancel()
	bin := t.TempDir()
	cmd := exec.CommandContext(ctx, "bash", "-c", script.String())
	cmd.Dir = ".."
	cmd.Env = append(os.Environ(), "GOBIN="+bin, "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	out, err := cmd.CombinedOutput()
	steps := strings.Split(string(out), mark)
	t.Logf("%s", out)
	if err != nil || len(steps) != len(want)+1 {
		t.Fatalf("%v after %d of %d steps", err, len(steps)-1, len(want))
	}
	for i, w := range want {
		for _, line := range strings.Split(strings.TrimSpace(w), "\n") {
			pattern := strings.ReplaceAll(regexp.QuoteMeta(line), "…", ".*")
			if !regexp.MustCompile(pattern).MatchString(steps[i]) {
				t.Errorf("step %d does not print %q, but\n%s", i+1, line, steps[i])
			}
		}
	}
}
