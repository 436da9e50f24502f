// Package featc holds the sources of the runtime, so that featc can build the
// operators that it generates without fetching anything, and servers of them.
package featc

import (
	"embed"
	"io/fs"
	"strings"
)

//go:embed runtime go.mod go.sum
var sources embed.FS

// serving is the part of the runtime that uses modules of others.
const serving = "runtime/serving"

// RuntimeSources returns the Go files of the runtime packages on which generated
// code depends, tests aside, by their path in the module.
func RuntimeSources() (map[string][]byte, error) {
	return under(func(path string) bool { return path != serving && !strings.HasPrefix(path, serving+"/") })
}

// ServerSources returns the Go files of all runtime packages, those that make a
// server included, with the module's go.mod and go.sum.
func ServerSources() (map[string][]byte, error) {
	files, err := under(func(string) bool { return true })
	for _, name := range []string{"go.mod", "go.sum"} {
		if err == nil {
			files[name], err = sources.ReadFile(name)
		}
	}
	return files, err
}

func under(wanted func(path string) bool) (map[string][]byte, error) {
	files := map[string][]byte{}
	err := fs.WalkDir(sources, "runtime", func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && !wanted(path) {
			return fs.SkipDir
		}
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files[path], err = sources.ReadFile(path)
		return err
	})
	return files, err
}
