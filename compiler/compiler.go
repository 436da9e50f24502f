// Package compiler turns .feat files into a program: it reads the files of a
// folder and what they import, parses them, and checks and lowers them to the
// IR (see the packages check and ir).
package compiler

import (
	"path/filepath"
	"slices"

	"github.com/featc-lang/featc/compiler/check"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/lang/ast"
	"github.com/featc-lang/featc/lang/diag"
	"github.com/featc-lang/featc/lang/parse"
)

// Codes documents every diagnostic that reading and compiling can give.
var Codes = slices.Concat(parse.Codes, loadCodes, check.Codes)

// Load compiles the .feat files of a folder. The bag has what is to be said
// about them; the program is nil where any of that is an error.
func Load(dir string) (*ir.Program, *diag.Bag) {
	return load(system{}, filepath.Clean(dir))
}

// LoadFiles compiles texts by slash-separated path. Those whose path has no
// folder are the package; they can import the others.
func LoadFiles(texts map[string][]byte) (*ir.Program, *diag.Bag) {
	return load(memory(texts), ".")
}

func load(files files, dir string) (*ir.Program, *diag.Bag) {
	l := &loader{files: files, bag: &diag.Bag{}, opened: map[string]*ast.File{}}
	l.folder(dir)
	if l.bag.HasErrors() {
		return nil, l.bag // what is missing would be missed again and again
	}
	p := check.Program(l.pkg.Name, l.loaded, l.bag)
	if l.bag.HasErrors() {
		return nil, l.bag
	}
	return p, l.bag
}
