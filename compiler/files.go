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

func (system) read(name string) ([]byte, error)  { return os.ReadFile(name) }
func (system) list(dir string) ([]string, error) { return fileNames(os.ReadDir(dir)) }
func (system) join(elem ...string) string        { return filepath.Join(elem...) }
func (system) dir(name string) string            { return filepath.Dir(name) }

// virtual is a file system of a program.
type virtual struct{ fs fs.FS }

func (v virtual) read(name string) ([]byte, error)  { return fs.ReadFile(v.fs, name) }
func (v virtual) list(dir string) ([]string, error) { return fileNames(fs.ReadDir(v.fs, dir)) }
func (virtual) join(elem ...string) string          { return path.Join(elem...) }
func (virtual) dir(name string) string              { return path.Dir(name) }

func fileNames(entries []fs.DirEntry, err error) ([]string, error) {
	var out []string
	for _, e := range entries {
		if !e.IsDir() {
			out = append(out, e.Name())
		}
	}
	return out, err
}

// memory is one folder of texts.
type memory map[string][]byte

func (m memory) read(name string) ([]byte, error) {
	if text, ok := m[name]; ok {
		return text, nil
	}
	return nil, fs.ErrNotExist
}

func (m memory) list(string) ([]string, error) {
	var out []string
	for name := range m {
		out = append(out, name)
	}
	slices.Sort(out)
	return out, nil
}

func (memory) join(elem ...string) string { return path.Join(elem...) }
func (memory) dir(name string) string     { return path.Dir(name) }
