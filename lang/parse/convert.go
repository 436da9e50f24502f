package parse

import (
	"github.com/featc-lang/featc/lang/ast"
	"github.com/featc-lang/featc/lang/source"
)

// The productions of the grammar as syntax tree.

func (s *session) placed(p place) source.Span { return s.span(p.Pos.Offset, p.EndPos.Offset) }

func (s *session) ident(n *name) ast.Ident {
	if n == nil {
		return ast.Ident{}
	}
	return ast.Ident{Name: n.Text, Span: s.placed(n.place)}
}

func (s *session) idents(ns []*name) []ast.Ident {
	var out []ast.Ident
	for _, n := range ns {
		out = append(out, s.ident(n))
	}
	return out
}

func (s *session) text(t *text) ast.StringLit {
	return ast.StringLit{Value: unquote(t.Raw), Span: s.placed(t.place)}
}

func (s *session) column(c *column) *ast.Column {
	return &ast.Column{
		Doc: s.claimDoc(c.Pos.Offset), Name: s.ident(c.Name), Type: *s.typeRef(c.Type), Span: s.placed(c.place),
	}
}

func (s *session) columns(cs []*column) []*ast.Column {
	var out []*ast.Column
	for _, c := range cs {
		out = append(out, s.column(c))
	}
	return out
}

func (s *session) typeRef(t *typeRef) *ast.TypeExpr {
	if t == nil {
		return nil
	}
	out := &ast.TypeExpr{Name: s.ident(t.Name), Nullable: t.Nullable, Span: s.placed(t.place)}
	if t.Nested != nil {
		out.Name = ast.Ident{Name: t.Nested.Text, Span: s.placed(t.Nested.place)}
	}
	for _, e := range t.Elems {
		out.Elems = append(out.Elems, *s.typeRef(e))
	}
	for _, a := range t.Args {
		out.Args = append(out.Args, ast.Arg{Name: s.ident(a.Name), Value: a.Value, Span: s.placed(a.place)})
	}
	return out
}

func (s *session) let(l *let) *ast.Let {
	return &ast.Let{Doc: s.claimDoc(l.Pos.Offset), Name: s.ident(l.Name), Value: l.Value, Span: s.placed(l.place)}
}

func (s *session) feature(f *feature) *ast.Feature {
	out := &ast.Feature{Doc: s.claimDoc(f.Pos.Offset), Name: s.ident(f.Name), Value: f.Value, Span: s.placed(f.place)}
	seen := map[string]bool{}
	for _, c := range f.Clauses {
		word := s.tokens[s.index(c.Pos.Offset)].Value
		if seen[word] {
			s.bag.Add(clauseTwice(s.span(c.Pos.Offset, c.Pos.Offset+len(word)), word, out.Name.Name))
			continue
		}
		seen[word] = true
		switch word {
		case "where":
			out.Where = c.Where
		case "over":
			for _, w := range c.Over {
				out.Windows = append(out.Windows, w.(*ast.Window))
			}
		case "default":
			out.Default = c.Default
		}
	}
	return out
}

func (s *session) include(i *include) *ast.Include {
	out := &ast.Include{Doc: s.claimDoc(i.Pos.Offset), Span: s.placed(i.place)}
	for _, p := range i.Paths {
		path := &ast.IncludePath{View: s.ident(p.View), Star: p.Star, Span: s.placed(p.place)}
		switch {
		case p.One != nil:
			path.Features = []ast.Ident{s.ident(p.One)}
		case p.Braced != nil:
			path.Features, path.Braced = s.idents(p.Braced), true
		}
		out.Paths = append(out.Paths, path)
	}
	return out
}

func (s *session) setting(x *setting) *ast.Setting {
	return &ast.Setting{
		Doc: s.claimDoc(x.Pos.Offset), Name: s.ident(x.Name), Values: x.Values, Type: s.typeRef(x.Type),
		Within: x.Within, Span: s.placed(x.place),
	}
}
