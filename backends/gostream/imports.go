package gostream

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"sort"
	"strings"
)

const runtimePath = "github.com/featc-lang/featc/runtime"

// packages are all that generated code can import, by name. No other
// identifier in it has one of these names.
var packages = map[string]string{
	"cmp": "cmp", "io": "io", "math": "math",
	"runtime":    runtimePath,
	"admission":  runtimePath + "/admission",
	"collection": runtimePath + "/collection",
	"codec":      runtimePath + "/codec",
	"columns":    runtimePath + "/columns",
	"exact":      runtimePath + "/exact",
	"fn":         runtimePath + "/fn",
	"keyed":      runtimePath + "/keyed",
	"registry":   runtimePath + "/registry",
	"replay":     runtimePath + "/replay",
	"snapshot":   runtimePath + "/snapshot",
	"table":      runtimePath + "/table",
	"tick":       runtimePath + "/tick",
	"value":      runtimePath + "/value",
	"window":     runtimePath + "/window",
}

// importsOf returns the import declaration that the declarations need.
func importsOf(body string) (string, error) {
	file, err := parser.ParseFile(token.NewFileSet(), "", "package p\n"+body, parser.SkipObjectResolution)
	if err != nil {
		return "", fmt.Errorf("generated code does not parse: %w", err)
	}
	used := map[string]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && packages[x.Name] != "" {
				used[packages[x.Name]] = true
			}
		}
		return true
	})
	var std, own []string
	for path := range used {
		if strings.HasPrefix(path, runtimePath) {
			own = append(own, path)
		} else {
			std = append(std, path)
		}
	}
	if len(used) == 0 {
		return "", nil
	}
	sort.Strings(std)
	sort.Strings(own)
	var b strings.Builder
	b.WriteString("import (\n")
	for _, path := range std {
		fmt.Fprintf(&b, "\t%q\n", path)
	}
	b.WriteString("\n")
	for _, path := range own {
		fmt.Fprintf(&b, "\t%q\n", path)
	}
	b.WriteString(")\n\n")
	return b.String(), nil
}
