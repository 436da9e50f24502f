package check

import (
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/lang/ast"
	"github.com/featc-lang/featc/lang/diag"
	"github.com/featc-lang/featc/lang/source"
)

// File is a parsed file and the folder that its paths are relative to.
type File struct {
	*ast.File
	Dir string
}

// Program checks the files of a package, imported ones included and first.
// What is wrong goes to the bag; the program is complete only if nothing is.
func Program(pkg string, files []File, bag *diag.Bag) *ir.Program {
	c := &checker{
		bag:       bag,
		program:   &ir.Program{Package: pkg},
		declared:  map[string]declared{},
		entities:  map[string]*ir.Entity{},
		sources:   map[string]*ir.Source{},
		tables:    map[string]*table{},
		views:     map[string]*view{},
		viewDecls: map[string]*ast.View{},
		sets:      map[string]*set{},
		delayed:   map[*ir.Source]bool{},
	}
	for _, f := range files {
		c.program.Files = append(c.program.Files, f.Source)
	}
	c.declare(files)
	c.each(files, func(d ast.Decl, dir string) {
		switch d := d.(type) {
		case *ast.Entity:
			c.entity(d)
		case *ast.Source:
			c.source(d, dir)
		case *ast.Table:
			c.table(d, dir)
		}
	})
	c.tableViews()
	c.each(files, func(d ast.Decl, _ string) {
		if d, ok := d.(*ast.View); ok {
			c.viewDecls[d.Name.Name] = d
		}
	})
	c.each(files, func(d ast.Decl, _ string) {
		if d, ok := d.(*ast.View); ok {
			c.viewHead(d)
		}
	})
	for _, v := range c.viewList {
		c.viewRows(v)
	}
	for _, v := range c.viewList {
		c.viewFeatures(v)
	}
	c.finishTicks()
	c.each(files, func(d ast.Decl, dir string) {
		if d, ok := d.(*ast.FeatureSet); ok {
			c.setHead(d, dir)
		}
	})
	for _, s := range c.setList {
		c.setBody(s)
	}
	c.each(files, func(d ast.Decl, _ string) {
		if d, ok := d.(*ast.Test); ok {
			c.test(d)
		}
	})
	c.useTableViews()
	c.leaks()
	c.bounds()
	return c.program
}

// checker is the checking of one program. Its maps have everything that is
// declared; an entity or source that is broken is nil.
type checker struct {
	bag       *diag.Bag
	program   *ir.Program
	declared  map[string]declared // by folded name
	entities  map[string]*ir.Entity
	sources   map[string]*ir.Source
	tables    map[string]*table
	views     map[string]*view
	viewDecls map[string]*ast.View
	sets      map[string]*set
	viewList  []*view // those that are declared, not those of tables; one that reads another comes behind it
	setList   []*set
	delayed   map[*ir.Source]bool // those with a `delay`, 0s included
	made      []*ir.Source        // of views that others read
	pending   []*feature          // being resolved, outermost first
	class     ir.Class            // the weakest read so far by what is being checked
}

// declared is what a top-level name stands for.
type declared struct {
	kind string
	name string
	span source.Span
}

func (c *checker) each(files []File, f func(d ast.Decl, dir string)) {
	for _, file := range files {
		for _, d := range file.Decls {
			if c.declared[fold(d.DeclName().Name)].span == d.DeclName().Span || isTest(d) {
				f(d, file.Dir)
			}
		}
	}
}

func isTest(d ast.Decl) bool {
	_, ok := d.(*ast.Test)
	return ok
}

// declare enters all top-level names.
func (c *checker) declare(files []File) {
	for _, file := range files {
		for _, d := range file.Decls {
			kind := ""
			switch d.(type) {
			case *ast.Entity:
				kind = "entity"
			case *ast.Source:
				kind = "source"
			case *ast.Table:
				kind = "table"
			case *ast.View:
				kind = "view"
			case *ast.FeatureSet:
				kind = "feature set"
			default:
				continue
			}
			id := d.DeclName()
			if isReserved(id.Name) || (kind == "view" || kind == "table") && id.Name == "request" {
				c.bag.Add(reserved(id))
			}
			if first, ok := c.declared[fold(id.Name)]; ok {
				c.bag.Add(duplicate(id, first.kind, first.name, first.span))
				continue
			}
			c.declared[fold(id.Name)] = declared{kind, id.Name, id.Span}
		}
	}
}

// isReserved reports whether a name is a word of expressions, where it could
// not be told from that.
func isReserved(name string) bool {
	switch name {
	case "and", "or", "not", "in", "is", "null", "true", "false":
		return true
	}
	return false
}

// fold returns what tells names apart. SQL does not tell upper from lower case.
func fold(name string) string { return strings.ToLower(name) }

// names collects names of one scope and reports repeated ones.
type names map[string]declared

// add enters a name; it reports false, and says so, where the name is taken.
func (n names) add(c *checker, id ast.Ident, kind string) bool {
	if isReserved(id.Name) {
		c.bag.Add(reserved(id))
		return false
	}
	if first, ok := n[fold(id.Name)]; ok {
		c.bag.Add(duplicate(id, first.kind, first.name, first.span))
		return false
	}
	n[fold(id.Name)] = declared{kind, id.Name, id.Span}
	return true
}

// named returns the declared names of some kinds, for suggestions.
func (c *checker) named(kinds ...string) []string {
	var out []string
	for _, d := range c.declared {
		for _, k := range kinds {
			if d.kind == k {
				out = append(out, d.name)
			}
		}
	}
	return sorted(out)
}

func docText(d ast.Doc) string {
	return strings.TrimSpace(strings.Join(d.Lines, "\n"))
}

// Expression checks an expression that has no names in it; nil where it has an
// error.
func Expression(e ast.Expr, bag *diag.Bag) ir.Expr {
	c := &checker{bag: bag}
	return c.value(constantScope{c}, e)
}
