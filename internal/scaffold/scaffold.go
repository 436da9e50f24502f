// Package scaffold makes new projects.
package scaffold

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

//go:embed files
var files embed.FS

// Write makes a small project that runs in a folder, which must be empty or
// not exist, and returns the names of its files.
func Write(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, err
	case len(entries) > 0:
		return nil, fmt.Errorf("%s is not empty", dir)
	}
	root, err := fs.Sub(files, "files")
	if err != nil {
		return nil, err
	}
	var names []string
	err = fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		// A Go file must not look like a part of featc itself: it is kept as .go.txt.
		target := filepath.Join(dir, filepath.FromSlash(strings.TrimSuffix(name, ".txt")))
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return os.MkdirAll(target, 0o755)
		}
		text, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		names = append(names, target)
		return os.WriteFile(target, text, 0o644)
	})
	return names, err
}
