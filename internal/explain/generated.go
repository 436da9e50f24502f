package explain

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"

	"github.com/featc-lang/featc/backends/gostream"
	"github.com/featc-lang/featc/backends/sql"
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/project"
)

// generated adds the SQL and the Go that the feature takes.
func (e *Explanation) generated(p *project.Project, f *ir.Feature) error {
	var err error
	if e.SQL, err = sqlOf(p, f); err != nil {
		return fmt.Errorf("%s: %w", f.QName(), err)
	}
	if e.Go, err = goOf(p, f); err != nil {
		return fmt.Errorf("%s: %w", f.QName(), err)
	}
	return nil
}

// sqlOf is the training query of a set that has the feature alone. Tables stand
// for the files: the data is not what is being explained.
func sqlOf(p *project.Project, f *ir.Feature) (string, error) {
	set := &ir.FeatureSet{
		Name:     f.Name,
		Time:     &ir.Column{Name: "at", Type: types.Timestamp},
		Features: []*ir.SetFeature{{Name: f.Name, Feature: f}},
	}
	if f.Set != nil {
		set.Entities, set.Request, set.Time = f.Set.Entities, f.Set.Request, f.Set.Time
	} else {
		set.Entities = []*ir.Entity{f.View.Entity}
	}
	opt := sql.Options{Tables: map[*ir.Source]string{}, LabelTable: "labels"}
	for _, src := range project.Sources(set) {
		opt.Tables[src] = src.Name
	}
	script, err := sql.DuckDB.Train(p.Plan, set, opt)
	if err != nil {
		return "", err
	}
	return sqlast.PrintQuery(sql.DuckDB, script.Query), nil
}

// goOf is what the operators of a program with the feature alone come down to:
// the state of one key and how it is read; of a derived feature, how it is read.
func goOf(p *project.Project, f *ir.Feature) (string, error) {
	files, err := gostream.Generate(plan.Build(alone(p.Program, f)), gostream.Options{From: f.Span.File.Name})
	if err != nil {
		return "", err
	}
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	var out []string
	for _, name := range names {
		ofGroup := strings.HasPrefix(name, "operators_")
		if (f.Agg != nil) != ofGroup || !ofGroup && name != "operators.go" {
			continue
		}
		parts, err := declarations(name, files[name], func(d ast.Decl) bool {
			switch d := d.(type) {
			case *ast.GenDecl:
				return ofGroup && d.Tok == token.TYPE
			case *ast.FuncDecl:
				return strings.HasPrefix(d.Name.Name, "read") && d.Recv != nil && !ofGroup ||
					ofGroup && (strings.HasPrefix(d.Name.Name, "Read") || strings.HasPrefix(d.Name.Name, "enter"))
			}
			return false
		})
		if err != nil {
			return "", err
		}
		if f.Set != nil {
			parts = parts[len(parts)-1:] // sets are read after views
		}
		out = append(out, parts...)
	}
	return strings.Join(out, "\n\n"), nil
}

// declarations returns the text of some declarations of a Go file, comments
// included.
func declarations(name string, text []byte, keep func(ast.Decl) bool) ([]string, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, text, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, d := range file.Decls {
		if !keep(d) {
			continue
		}
		start := d.Pos()
		switch d := d.(type) {
		case *ast.GenDecl:
			if d.Doc != nil {
				start = d.Doc.Pos()
			}
		case *ast.FuncDecl:
			if d.Doc != nil {
				start = d.Doc.Pos()
			}
		}
		out = append(out, string(text[files.Position(start).Offset:files.Position(d.End()).Offset]))
	}
	return out, nil
}
