package generate

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/featc-lang/featc/backends/gostream"
	"github.com/featc-lang/featc/backends/sql"
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/project"
)

// Dialects lists the names of the SQL dialects.
func Dialects() []string {
	var out []string
	for _, d := range sql.Dialects {
		out = append(out, d.Name)
	}
	return out
}

// Files returns what compile writes, by path with slashes:
// sql/<dialect>/<set>.train.sql, <view>.backfill.sql and <view>.latest.sql, and
// go/<package>/*.go. They do not depend on where featc was started: paths in
// them are relative to the project's folder. Sources without a batch connector
// have no past to query, so that views and sets over them have no SQL.
func Files(p *project.Project, dialect string) (map[string][]byte, error) {
	d := sql.DialectNamed(dialect)
	if d == nil {
		return nil, fmt.Errorf("there is no dialect %s among %s", dialect, strings.Join(Dialects(), ", "))
	}
	// The Go is made beside the SQL: both only read the plan, and take as long.
	type generated struct {
		files map[string][]byte
		err   error
	}
	operators := make(chan generated, 1)
	go func() {
		files, err := gostream.Generate(p.Plan, gostream.Options{From: from(p)})
		operators <- generated{files, err}
	}()
	files := map[string][]byte{}
	opt := sql.Options{Path: func(c *ir.Connector) string {
		if filepath.IsAbs(c.Path) { // written so, it is meant so
			return filepath.ToSlash(c.File())
		}
		return below(p.Dir, c.File())
	}}
	add := func(name string, script *sqlast.Script, err error) error {
		if err == nil {
			files[path.Join("sql", d.Name, name+".sql")] = sqlFile(p, sqlast.Print(d, script))
		}
		return err
	}
	for _, s := range p.Program.Sets {
		if !inBatch(s.Sources()) {
			continue
		}
		script, err := d.Train(p.Plan, s, opt)
		if err := add(s.Name+".train", script, err); err != nil {
			return nil, err
		}
	}
	for _, v := range p.Program.Views {
		sources := []*ir.Source{v.Source.Root()}
		for _, read := range v.Chain() {
			sources = append(sources, read.Tables()...)
		}
		if !inBatch(sources) {
			continue
		}
		script, err := d.Backfill(p.Plan, v, opt)
		if err := add(v.Name+".backfill", script, err); err != nil {
			return nil, err
		}
		script, err = d.Latest(p.Plan, v, opt)
		if err := add(v.Name+".latest", script, err); err != nil {
			return nil, err
		}
	}
	made := <-operators
	if made.err != nil {
		return nil, made.err
	}
	for name, text := range made.files {
		files[path.Join("go", p.Program.Package, name)] = text
	}
	return files, nil
}

// inBatch reports whether all sources can be read from files.
func inBatch(sources []*ir.Source) bool {
	return !slices.ContainsFunc(sources, func(s *ir.Source) bool { return s.Batch == nil })
}

func sqlFile(p *project.Project, text string) []byte {
	return []byte("-- " + header + " from " + from(p) + "; DO NOT EDIT.\n" +
		"-- Paths are relative to the project's folder: run this there.\n\n" + text)
}

// from names the .feat files of a project.
func from(p *project.Project) string {
	var names []string
	for _, f := range p.Program.Files {
		names = append(names, below(p.Dir, f.Name))
	}
	return strings.Join(names, ", ")
}

// below is a path relative to a folder, with slashes; absolute paths stay.
func below(dir, file string) string {
	if relative, err := filepath.Rel(dir, file); err == nil {
		return filepath.ToSlash(relative)
	}
	return filepath.ToSlash(file)
}
