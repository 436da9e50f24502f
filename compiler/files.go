package compiler

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
)

// files is where .feat files are.
type files interface {
	read(name string) ([]byte, error)
	list(dir string) ([]string, error) // the names of the files in a folder, sorted
	join(elem ...string) string
	dir(name string) string
}

// system is the file system of the machine.
type system struct{}

func (system) read(name string) ([]byte, error) { return os.ReadFile(name) }
func (system) join(elem ...string) string       { return filepath.Join(elem...) }
func (system) dir(name string) string           { return filepath.Dir(name) }

func (system) list(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	var out []string
	for _, e := range entries {
		if !e.IsDir() {
			out = append(out, e.Name())
		}
	}
	return out, err
}

// memory is texts by slash-separated path.
type memory map[string][]byte

func (m memory) read(name string) ([]byte, error) {
	if text, ok := m[name]; ok {
		return text, nil
	}
	return nil, fs.ErrNotExist
}

func (m memory) list(dir string) ([]string, error) {
	var out []string
	for name := range m {
		if path.Dir(name) == dir {
			out = append(out, path.Base(name))
		}
	}
	slices.Sort(out)
	return out, nil
}

func (memory) join(elem ...string) string { return path.Join(elem...) }
func (memory) dir(name string) string     { return path.Dir(name) }
