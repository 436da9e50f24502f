package parse

import (
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/featc-lang/featc/lang/ast"
)

// declarationWords start a top-level declaration.
var declarationWords = []string{"package", "import", "entity", "source", "table", "view", "featureset", "test"}

func isDeclarationWord(t lexer.Token) bool {
	for _, w := range declarationWords {
		if isWord(t, w) {
			return true
		}
	}
	return false
}

// chunk is the tokens [from, to) of one top-level declaration: its first token
// up to that of the next.
type chunk struct{ from, to int }

// chunks cuts the file at its declarations: at words that start one, at the
// start of a line, outside braces; and behind closing braces. Where braces do
// not match, such a word in the first column counts inside braces too, so that
// a forgotten } costs one declaration only.
func (s *session) chunks() []chunk {
	cs, balanced := s.cut(false)
	if !balanced {
		cs, _ = s.cut(true)
	}
	return cs
}

func (s *session) cut(firstColumn bool) (cs []chunk, balanced bool) {
	depth, closed := 0, true
	for i := s.next(0); i < len(s.tokens)-1; i = s.next(i + 1) {
		t := s.tokens[i]
		starts := isDeclarationWord(t) && s.startsLine(t)
		if starts && depth > 0 && firstColumn && t.Pos.Column == 1 {
			if n := s.tokens[s.next(i+1)]; n.Type == typeIdent || n.Type == typeString {
				depth = 0
			}
		}
		if depth == 0 && (starts || closed || isPunct(t, "}") || len(cs) > 0 && s.unknownAfter(cs[len(cs)-1], i)) {
			if len(cs) > 0 {
				cs[len(cs)-1].to = i
			}
			cs = append(cs, chunk{i, len(s.tokens) - 1})
		}
		closed = false
		switch {
		case isPunct(t, "{"):
			depth++
		case isPunct(t, "}"):
			depth = max(depth-1, 0)
			closed = depth == 0
		}
	}
	return cs, depth == 0
}

// unknownAfter reports whether token i, on a line of its own behind a
// declaration without a body, looks like a declaration with a misspelt word.
func (s *session) unknownAfter(c chunk, i int) bool {
	switch s.tokens[c.from].Value {
	case "package", "import", "entity":
	default:
		return false
	}
	t, second := s.tokens[i], s.tokens[s.next(i+1)]
	return t.Type == typeIdent && t.Pos.Column == 1 && s.startsLine(t) && (second.Type == typeIdent || second.Type == typeString)
}

// braces returns the indices of a chunk's first { and of the } that matches
// it; -1 where there is none.
func (s *session) braces(c chunk) (open, end int) {
	open = -1
	for i, depth := c.from, 0; i < c.to; i++ {
		switch t := s.tokens[i]; {
		case isPunct(t, "{"):
			if open < 0 {
				open = i
			}
			depth++
		case isPunct(t, "}"):
			if depth--; depth == 0 {
				return open, i
			}
		}
	}
	return open, -1
}

// file parses the whole file.
func (s *session) file() *ast.File {
	f := &ast.File{Source: s.src}
	cs := s.chunks()
	s.prepare(cs)
	if len(cs) == 0 || !isWord(s.tokens[cs[0].from], "package") {
		s.bag.Add(noPackage(s.tokenSpan(s.tokens[s.next(0)])))
	}
	for i, c := range cs {
		s.declaration(f, c, i == 0)
	}
	f.Comments = s.finishComments()
	return f
}

// prepare checks the tokens and collects the comments of everything but the
// bodies of tests, whose lines are not made of tokens.
func (s *session) prepare(cs []chunk) {
	done := 0
	upTo := func(i int) {
		s.checkTokens(done, i)
		s.collectComments(done, i)
	}
	for _, c := range cs {
		if !isWord(s.tokens[c.from], "test") {
			continue
		}
		if open, end := s.braces(c); open >= 0 {
			upTo(open)
			if done = end; end < 0 {
				done = c.to
			}
		}
	}
	upTo(len(s.tokens) - 1)
}

// declaration parses one chunk into f.
func (s *session) declaration(f *ast.File, c chunk, first bool) {
	t := s.tokens[c.from]
	switch t.Value {
	case "package":
		s.packageClause(f, c, first)
	case "import":
		if d, ok := simple[importClause](s, c); ok {
			if len(f.Decls) > 0 {
				s.bag.Add(lateImport(s.placed(d.place)))
			}
			f.Imports = append(f.Imports, &ast.Import{Path: s.text(d.Path), Span: s.placed(d.place)})
		}
	case "entity":
		if d, ok := simple[entityDecl](s, c); ok {
			f.Decls = append(f.Decls, &ast.Entity{
				Doc: s.claimDoc(d.Pos.Offset), Name: s.ident(d.Name), Keys: s.columns(d.Keys), Span: s.placed(d.place),
			})
		}
	case "source", "table", "view", "featureset", "test":
		if d := s.block(c); d != nil {
			f.Decls = append(f.Decls, d)
		}
	default:
		s.bag.Add(s.unknownDeclaration(t))
	}
}

func (s *session) packageClause(f *ast.File, c chunk, first bool) {
	d, ok := simple[packageClause](s, c)
	if !first {
		s.bag.Add(latePackage(s.tokenSpan(s.tokens[c.from])))
	} else if ok {
		f.Package = s.ident(d.Name)
	}
}

// simple parses a declaration without a body.
func simple[P any](s *session, c chunk) (*P, bool) {
	lx := s.stream(c.from, c.to)
	d, ok := parse[P](s, lx)
	if ok && !lx.Peek().EOF() {
		s.bag.Add(s.explain(s.unexpected(*lx.Peek(), "a new line and a declaration", "")))
	}
	return d, ok
}

// block parses a declaration with a body in braces. Where the head is broken
// the body is parsed all the same, for its errors.
func (s *session) block(c chunk) ast.Decl {
	open, end := s.braces(c)
	word := s.tokens[c.from].Value
	headEnd, bodyEnd := open+1, end
	if open < 0 {
		headEnd, bodyEnd = c.to, c.to
	} else if end < 0 {
		s.bag.Add(unclosed(s.tokenSpan(s.tokens[open])))
		bodyEnd = c.to
	}
	head := s.stream(c.from, headEnd)
	start := s.tokens[c.from].Pos.Offset
	span := s.span(start, s.tokens[bodyEnd].Pos.Offset)
	if end >= 0 {
		span.End++
	}
	doc := s.claimDoc(start)
	bodyOf := func() *body {
		if open < 0 {
			return &body{}
		}
		return s.body(word, headEnd, bodyEnd)
	}
	switch word {
	case "source", "table":
		h, ok := parse[sourceHead](s, head)
		b := bodyOf()
		switch {
		case !ok:
		case word == "table":
			return &ast.Table{Doc: doc, Name: s.ident(h.Name), Columns: b.columns, Settings: b.settings, Span: span}
		default:
			return &ast.Source{Doc: doc, Name: s.ident(h.Name), Columns: b.columns, Settings: b.settings, Span: span}
		}
	case "view":
		h, ok := parse[viewHead](s, head)
		b := bodyOf()
		if ok {
			return &ast.View{
				Doc: doc, Name: s.ident(h.Name), Entity: s.ident(h.Entity), On: s.idents(h.On), From: s.ident(h.From),
				Every: h.Every, Where: h.Where, Items: b.items, Span: span,
			}
		}
	case "featureset":
		h, ok := parse[featureSetHead](s, head)
		b := bodyOf()
		if ok {
			return &ast.FeatureSet{
				Doc: doc, Name: s.ident(h.Name), Entities: s.idents(h.Entities), Request: b.columns, RequestSpan: b.request,
				Items: b.items, Span: span,
			}
		}
	case "test":
		h, ok := parse[testHead](s, head)
		var steps []ast.TestStep
		if open >= 0 {
			steps = s.testBody(headEnd, bodyEnd)
		}
		if ok {
			return &ast.Test{Doc: doc, Name: s.text(h.Name), Steps: steps, Span: span}
		}
	}
	return nil
}
