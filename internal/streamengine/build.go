// Package streamengine computes feature sets with generated Go: it builds the
// operators into a driver, a program of its own, and replays events and labels
// through it in the order in which a server would have met them.
package streamengine

import (
	"context"
	"fmt"
	"strings"

	"github.com/featc-lang/featc"
	"github.com/featc-lang/featc/backends/gostream"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/internal/gobuild"
)

// CanBuild reports whether there is a go command to build operators with.
func CanBuild() bool { return gobuild.CanBuild() }

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
	program := gobuild.Program{
		For: "the stream engine", Name: "driver", Files: files,
		Env: []string{"GOFLAGS=-mod=mod", "GOPROXY=off"},
	}
	path, err := program.Build(ctx)
	if err != nil {
		return nil, err
	}
	return &Driver{path: path, plans: plans}, nil
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
