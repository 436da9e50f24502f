package mutation

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

var (
	mutants = flag.String("mutants", "", "run the suite against the faults whose file or description matches")
	cases   = flag.Int("cases", 256, "how many cases the fuzzer may try against each")
)

// root is the repository's.
var root, _ = filepath.Abs(filepath.Join("..", "..")) // fails only without a working directory

// TestMutantsApply keeps the table true while the code moves.
func TestMutantsApply(t *testing.T) {
	if len(Mutants) < 30 {
		t.Errorf("%d mutants, fewer than 30", len(Mutants))
	}
	seen := map[Mutant]bool{}
	for _, m := range Mutants {
		if seen[m] || m.Old == m.New || m.Why == "" {
			t.Errorf("%s: %s: repeated, or it changes nothing, or without a why", m.File, m.Why)
		}
		seen[m] = true
		if _, err := m.apply(); err != nil {
			t.Error(err)
		}
	}
}

// apply returns the file with the fault in it.
func (m Mutant) apply() (string, error) {
	text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(m.File)))
	if err != nil {
		return "", err
	}
	if n := strings.Count(string(text), m.Old); n != 1 {
		return "", fmt.Errorf("%s: %q stands in it %d times, want once", m.File, m.Old, n)
	}
	return strings.Replace(string(text), m.Old, m.New, 1), nil
}

// TestMutantsAreCaught runs the suite against each fault. It takes about ten
// seconds per fault, so it is asked for.
func TestMutantsAreCaught(t *testing.T) {
	if *mutants == "" {
		t.Skip("with -mutants . it runs the suite against every fault")
	}
	pick, err := regexp.Compile(*mutants)
	if err != nil {
		t.Fatal(err)
	}
	goCommand, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	cache, err := exec.Command(goCommand, "env", "GOCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	// Built drivers go elsewhere: those of mutants are of no use to anybody.
	env := append(os.Environ(), "GOCACHE="+strings.TrimSpace(string(cache)), "XDG_CACHE_HOME="+t.TempDir())
	var picked []Mutant
	for _, m := range Mutants {
		if pick.MatchString(m.File + " " + m.Why) {
			picked = append(picked, m)
		}
	}
	caught := map[string]int{} // by the part of the suite that did
	begin := time.Now()
	for i, m := range picked {
		start := time.Now()
		by, err := m.run(t, goCommand, env)
		switch {
		case err != nil:
			by = "NO RUN"
			t.Errorf("%s: %s: %v", m.File, m.Why, err)
		case by == "":
			by = "SURVIVED"
			t.Errorf("survived: %s: %s", m.File, m.Why)
		}
		caught[by]++
		fmt.Fprintf(os.Stderr, "%3d/%d %4.0fs  %-12s %s: %s\n", i+1, len(picked), time.Since(start).Seconds(), by, m.File, m.Why)
	}
	summary := fmt.Sprintf("%d faults in %v:", len(picked), time.Since(begin).Round(time.Second))
	for _, by := range slices.Sorted(maps.Keys(caught)) {
		summary += fmt.Sprintf(" %s %d", by, caught[by])
	}
	fmt.Fprintln(os.Stderr, summary)
}

// suite is a part of the tests.
type suite struct {
	name string
	args []string
}

// suites returns the parts of the tests that can see the fault, the cheapest first:
// a fault in one backend is not looked for on the engines of the other.
func (m Mutant) suites() []suite {
	engines := "TestGolden"
	switch {
	case strings.HasPrefix(m.File, "backends/sql/"):
		engines += "/^sql"
	case strings.HasPrefix(m.File, "backends/gostream/"), strings.HasPrefix(m.File, "runtime/window/"),
		strings.HasPrefix(m.File, "runtime/admission/"), strings.HasPrefix(m.File, "runtime/keyed/"), strings.HasPrefix(m.File, "runtime/tick/"):
		engines += "/^stream"
	}
	return []suite{
		{"unit tests", []string{"./" + strings.TrimSuffix(path.Dir(m.File), "/templates")}},
		{"golden/eval", []string{"./internal/evaltest", "-run", engines}},
		{"fuzzer", []string{"./internal/fuzz", "-run", "TestDifferential", "-cases", fmt.Sprint(*cases)}},
	}
}

// run returns the part of the suite that catches the fault, "" if none does. The
// error is of a fault that does not build.
func (m Mutant) run(t *testing.T, goCommand string, env []string) (caught string, err error) {
	text, err := m.apply()
	if err != nil {
		return "", err
	}
	dir := t.TempDir()
	file, overlay := filepath.Join(dir, path.Base(m.File)), filepath.Join(dir, "overlay.json")
	replace := map[string]map[string]string{"Replace": {filepath.Join(root, filepath.FromSlash(m.File)): file}}
	list, err := json.Marshal(replace)
	if err != nil {
		return "", err
	}
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		return "", err
	}
	if err := os.WriteFile(overlay, list, 0o666); err != nil {
		return "", err
	}
	for _, suite := range m.suites() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
		defer cancel()
		cmd := exec.CommandContext(ctx, goCommand, append([]string{"test", "-overlay", overlay, "-count=1", "-failfast", "-timeout", "9m"}, suite.args...)...)
		cmd.Dir, cmd.Env = root, env
		out, err := cmd.CombinedOutput()
		switch {
		case err == nil:
		case strings.Contains(string(out), "[build failed]") || strings.Contains(string(out), "do not build"):
			return "", fmt.Errorf("it does not build\n%s", out)
		case ctx.Err() != nil || strings.Contains(string(out), "test timed out"):
			return "", fmt.Errorf("%s took too long to say anything", suite.name)
		default:
			return suite.name, nil
		}
	}
	return "", nil
}
