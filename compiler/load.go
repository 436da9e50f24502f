package compiler

import (
	"errors"
	"io/fs"
	"strings"

	"github.com/featc-lang/featc/compiler/check"
	"github.com/featc-lang/featc/lang/ast"
	"github.com/featc-lang/featc/lang/diag"
	"github.com/featc-lang/featc/lang/parse"
	"github.com/featc-lang/featc/lang/source"
)

// extension is what the names of featc's files end in.
const extension = ".feat"

// loader reads a folder and what it imports, each file once.
type loader struct {
	files  files
	bag    *diag.Bag
	loaded []check.File
	opened map[string]*ast.File // by path; nil while its imports are read
	pkg    ast.Ident            // of the folder, as its first file has it
}

// folder reads the .feat files of a folder, which are of one package.
func (l *loader) folder(dir string) {
	names, err := l.files.list(dir)
	if err != nil {
		l.bag.Add(noFolder(dir, err))
		return
	}
	found := false
	for _, name := range names {
		if !strings.HasSuffix(name, extension) {
			continue
		}
		found = true
		name = l.files.join(dir, name)
		text, err := l.files.read(name)
		if err != nil {
			l.bag.Add(unreadable(source.Span{}, name, err))
			continue
		}
		f := l.file(name, text)
		switch {
		case f.Package.Name == "":
		case l.pkg.Name == "":
			l.pkg = f.Package
		case l.pkg.Name != f.Package.Name:
			l.bag.Add(otherPackage(f.Package, l.pkg))
		}
	}
	if !found {
		l.bag.Add(noFiles(dir))
	}
}

// file parses a file after those that it imports. It returns the tree also of
// a file that an import has brought in before.
func (l *loader) file(name string, text []byte) *ast.File {
	if f, ok := l.opened[name]; ok {
		return f
	}
	l.opened[name] = nil
	f := parse.File(source.NewFile(name, text), l.bag)
	dir := l.files.dir(name)
	for _, i := range f.Imports {
		l.imported(dir, i)
	}
	l.opened[name] = f
	l.loaded = append(l.loaded, check.File{File: f, Dir: dir})
	return f
}

func (l *loader) imported(dir string, i *ast.Import) {
	if !strings.HasSuffix(i.Path.Value, extension) {
		l.bag.Add(notAFeatFile(i.Path))
		return
	}
	name := l.files.join(dir, i.Path.Value)
	if _, ok := l.opened[name]; ok {
		return // before, or by an import cycle that is still open
	}
	text, err := l.files.read(name)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
			err = errors.New("no such file")
		}
		l.bag.Add(unreadable(i.Path.Span, name, err))
		return
	}
	l.file(name, text)
}
