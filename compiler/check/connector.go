package check

import (
	"path"
	"slices"
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/lang/ast"
)

// connectors are the kinds that a setting takes, each with its options.
type connectors map[string][]string

var (
	batchConnectors  = connectors{"csv": nil, "jsonl": nil, "parquet": {"partition"}}
	labelConnectors  = connectors{"csv": nil, "jsonl": nil, "parquet": nil}
	streamConnectors = connectors{"kafka": {"format"}}
)

// connector reads `csv("data/*.csv")`; nil where there is none or it is wrong.
func (c *checker) connector(s *ast.Setting, dir string, known connectors) *ir.Connector {
	if s == nil {
		return nil
	}
	call, ok := s.Values[0].(*ast.CallExpr)
	if !ok {
		return nil // the parser has said so
	}
	options, ok := known[call.Func.Name]
	if !ok {
		c.bag.Add(unknownConnector(call.Func, s.Name.Name, known))
		return nil
	}
	out := &ir.Connector{Kind: call.Func.Name, Dir: dir, Options: map[string]string{}, Span: call.Span}
	for i, a := range call.Args {
		text, isText := a.Value.(*ast.StringLit)
		switch {
		case i == 0 && a.Name.Name == "" && isText && text.Value != "":
			out.Path = text.Value
		case i == 0 || a.Name.Name == "":
			c.bag.Add(badConnector(a.Span, call.Func.Name))
			return nil
		case !slices.Contains(options, a.Name.Name):
			c.bag.Add(unknownOption(a.Name, call.Func.Name, options))
			return nil
		default:
			out.Options[a.Name.Name] = optionText(a.Value)
		}
	}
	if out.Path == "" {
		c.bag.Add(badConnector(call.Span, call.Func.Name))
		return nil
	}
	return out
}

// partition checks that the files of a source, or of a table, are in the folders
// that its batch says they are in.
func (c *checker) partition(s *ast.Setting, b *ir.Connector, table bool) {
	key := b.Partition()
	if key == "" {
		return
	}
	span := s.Values[0].(*ast.CallExpr).Args[1].Span
	folder := slices.ContainsFunc(strings.Split(path.Dir(b.Path), "/"), func(part string) bool {
		return strings.HasPrefix(part, key+"=")
	})
	switch {
	case table:
		c.bag.Add(tablePartition(span))
	case !folder:
		c.bag.Add(noFolder(span, key))
	}
}

func optionText(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StringLit:
		return e.Value
	case *ast.Name:
		return e.Name
	}
	return e.Range().Text()
}
