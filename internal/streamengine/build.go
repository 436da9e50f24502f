// Package streamengine computes feature sets with generated Go: it builds the
// operators into a driver, a program of its own, and replays events and labels
// through it in the order in which a server would have met them.
package streamengine

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sort"
	"strings"

	"github.com/featc-lang/featc"
	"github.com/featc-lang/featc/backends/gostream"
	"github.com/featc-lang/featc/compiler/plan"
)

// SetupError says what the machine lacks for operators to be built. Neither the
// features nor featc are at fault.
type SetupError struct {
	Need string // what the stream engine needs
	Err  error  // what was found instead
}

func (e *SetupError) Error() string {
	return "the stream engine needs " + e.Need + ": " + e.Err.Error()
}

// Unwrap returns what was found.
func (e *SetupError) Unwrap() error { return e.Err }

func noGo(err error) error {
	return &SetupError{"the go command to build generated operators", err}
}

func noCache(err error) error {
	return &SetupError{"a cache folder to build in; set XDG_CACHE_HOME to one that can be written", err}
}

// CanBuild reports whether there is a go command to build operators with.
func CanBuild() bool {
	_, err := exec.LookPath("go")
	return err == nil
}

// Driver is a built program with the operators of one or more plans.
type Driver struct {
	path  string
	plans []*plan.Plan
}

// Build generates the packages of the plans and links them into one driver. What
// was built before is taken from the user's cache.
func Build(ctx context.Context, plans ...*plan.Plan) (*Driver, error) {
	return driverOf(ctx, plans, false)
}

// BuildReplays is Build for a driver that can replay groups too.
func BuildReplays(ctx context.Context, plans ...*plan.Plan) (*Driver, error) {
	return driverOf(ctx, plans, true)
}

func driverOf(ctx context.Context, plans []*plan.Plan, replays bool) (*Driver, error) {
	files, err := sources(plans, replays)
	if err != nil {
		return nil, err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil, noCache(err)
	}
	dir := filepath.Join(cache, "featc", "build", hash(files))
	d := &Driver{path: filepath.Join(dir, binaryName()), plans: plans}
	if _, err := os.Stat(d.path); err == nil {
		return d, nil
	}
	if err := build(ctx, files, dir); err != nil {
		return nil, err
	}
	return d, nil
}

func binaryName() string {
	if runtime.GOOS == "windows" {
		return "driver.exe"
	}
	return "driver"
}

// sources are the files of the driver's module, by path. The module has the
// runtime's own path, so that imports are what they are in a user's package.
func sources(plans []*plan.Plan, replays bool) (map[string][]byte, error) {
	files, err := featc.RuntimeSources()
	if err != nil {
		return nil, err
	}
	files["go.mod"] = []byte("module github.com/featc-lang/featc\n\ngo 1.26\n")
	var imports, packages strings.Builder
	for i, p := range plans {
		name := fmt.Sprintf("p%d", i)
		generated, err := gostream.Generate(p, gostream.Options{PackageName: name, Replay: replays})
		if err != nil {
			return nil, err
		}
		for file, text := range generated {
			files["driver/"+name+"/"+file] = text
		}
		fmt.Fprintf(&imports, "\t%q\n", "github.com/featc-lang/featc/driver/"+name)
		fmt.Fprintf(&packages, "\t\tdriver.Package{New: func() *registry.Package { return %s.New().Registry() }", name)
		if replays {
			fmt.Fprintf(&packages, ", Replay: %s.Replay", name)
		}
		packages.WriteString("},\n")
	}
	files["driver/main.go"] = fmt.Appendf(nil, mainSource, imports.String(), packages.String())
	return files, nil
}

const mainSource = `// Command driver serves generated operators to featc.
package main

import (
%s	"github.com/featc-lang/featc/runtime/driver"
	"github.com/featc-lang/featc/runtime/registry"
)

func main() {
	driver.Main(
%s	)
}
`

// hash identifies the files and what builds them.
func hash(files map[string][]byte) string {
	h := sha256.New()
	fmt.Fprintln(h, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	for _, name := range sorted(files) {
		fmt.Fprintf(h, "%s %d\n", name, len(files[name]))
		h.Write(files[name])
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

func sorted(files map[string][]byte) []string {
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// build compiles the files and puts the program into dir. It works aside and
// renames, so that builds of the same driver may run at once.
func build(ctx context.Context, files map[string][]byte, dir string) error {
	goCommand, err := exec.LookPath("go")
	if err != nil {
		return noGo(err)
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return noCache(err)
	}
	work, err := os.MkdirTemp(filepath.Dir(dir), "tmp-*")
	if err != nil {
		return noCache(err)
	}
	defer os.RemoveAll(work)
	src := filepath.Join(work, "src")
	for name, text := range files {
		path := filepath.Join(src, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, text, 0o644); err != nil {
			return err
		}
	}
	out := filepath.Join(work, binaryName())
	cmd := exec.CommandContext(ctx, goCommand, "build", "-trimpath", "-buildvcs=false", "-o", out, "./driver")
	cmd.Dir = src
	cmd.Env = append(os.Environ(),
		"GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off", "GOTOOLCHAIN=local", "GO111MODULE=on", "CGO_ENABLED=0",
		"GOOS="+runtime.GOOS, "GOARCH="+runtime.GOARCH)
	if text, err := cmd.CombinedOutput(); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fmt.Errorf("generated operators do not build: %w\n%s", err, text)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if err := os.Rename(out, filepath.Join(dir, binaryName())); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}
