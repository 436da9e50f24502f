// Package featc holds the sources of the runtime, so that featc can build the
// operators that it generates without fetching anything.
package featc

import (
	"embed"
	"io/fs"
	"strings"
)

//go:embed runtime
var sources embed.FS

// RuntimeSources returns the Go files of the runtime packages, tests aside, by
// their path in the module.
func RuntimeSources() (map[string][]byte, error) {
	files := map[string][]byte{}
	err := fs.WalkDir(sources, "runtime", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files[path], err = sources.ReadFile(path)
		return err
	})
	return files, err
}
