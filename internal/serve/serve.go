// Package serve builds servers: a program's generated operators, linked with
// package runtime/serving into one binary.
package serve

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/featc-lang/featc"
	"github.com/featc-lang/featc/backends/gostream"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/internal/gobuild"
)

// Build returns the path of a server of a program. The first build needs the modules
// that runtime/serving uses: the go command fetches those that it has not got.
func Build(ctx context.Context, p *ir.Program) (string, error) {
	main, err := mainOf(p)
	if err != nil {
		return "", err
	}
	return BuildWith(ctx, p, main)
}

// mainOf writes a server's package main, with the topics that the sources name.
func mainOf(p *ir.Program) ([]byte, error) {
	topics := ""
	for _, s := range p.Sources {
		if s.Stream == nil {
			continue
		}
		if format := s.Stream.Options["format"]; format != "" && format != "json" {
			return nil, fmt.Errorf("%s: source %s: records are %s, and featc serve reads json", s.Stream.Span, s.Name, format)
		}
		topics += fmt.Sprintf("\n\t\tserver.Topic{Source: %q, Topic: %q},", s.Name, s.Stream.Path)
	}
	if topics != "" {
		topics = "," + topics + "\n\t"
	}
	return fmt.Appendf(nil, mainSource, topics), nil
}

// BuildWith is Build with another package main, which imports the program's
// operators as github.com/featc-lang/featc/server/features.
func BuildWith(ctx context.Context, p *ir.Program, main []byte) (string, error) {
	files, err := featc.ServerSources()
	if err != nil {
		return "", err
	}
	generated, err := gostream.Generate(plan.Build(p), gostream.Options{PackageName: "features"})
	if err != nil {
		return "", err
	}
	for file, text := range generated {
		files["server/features/"+file] = text
	}
	files["server/main.go"] = main
	path, err := (&gobuild.Program{For: "featc serve", Name: "server", Files: files, Env: []string{"GOFLAGS=-mod=mod"}}).Build(ctx)
	if err != nil {
		return "", fmt.Errorf("the server does not build: %w", err)
	}
	return path, nil
}

const mainSource = `// Command server serves generated features.
package main

import (
	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/serving/server"
	"github.com/featc-lang/featc/server/features"
)

func main() {
	server.Main(func() *registry.Package { return features.New().Registry() }%s)
}
`

// Copy writes a built server to a file.
func Copy(path, to string) error {
	in, err := os.Open(path)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o755)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		_ = out.Close() // the first error says it
		return err
	}
	return out.Close()
}
