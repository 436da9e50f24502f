// Package parse reads .feat files into syntax trees.
//
// The lexer and the grammar of declarations are participle's; expressions and
// windows are precedence climbing over participle's token stream, and the
// table lines inside test blocks, where line breaks matter, are scanned by
// hand. participle stops at the first error, so a file is cut at its top-level
// declarations, and their bodies at their items, before it sees them: one bad
// feature costs that feature alone.
package parse

import (
	"sort"
	"sync"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/featc-lang/featc/lang/ast"
	"github.com/featc-lang/featc/lang/diag"
	"github.com/featc-lang/featc/lang/source"
)

// File parses a .feat file. It always returns a file, from which what did not
// parse is absent; the reasons are in the bag.
func File(src *source.File, bag *diag.Bag) *ast.File {
	s := open(src, bag)
	defer s.close()
	return s.file()
}

// Expr parses a text that is one expression. It returns nil when the text is
// not one; the reason is in the bag.
func Expr(src *source.File, bag *diag.Bag) ast.Expr {
	s := open(src, bag)
	defer s.close()
	last := len(s.tokens) - 1
	s.checkTokens(0, last)
	lx := s.stream(0, last)
	e, err := s.expression(lx)
	if err == nil && !lx.Peek().EOF() {
		err = s.unexpected(*lx.Peek(), "the end of the expression", "")
	}
	if err != nil {
		bag.Add(s.explain(err))
		return nil
	}
	return e
}

// session is the parsing of one file.
type session struct {
	parser   *participle.Parser[production] // kept from file to file
	src      *source.File
	bag      *diag.Bag
	tokens   []lexer.Token   // of the whole file, trivia included, EOF last
	depth    int             // of the expression being parsed
	docs     map[int]ast.Doc // unclaimed, by the offset of the token they stand before
	comments []ast.Comment
}

// sessions are pooled because building a grammar takes far longer than parsing
// a file with it.
var sessions = sync.Pool{New: func() any {
	s := &session{}
	s.parser = build(s)
	return s
}}

func open(src *source.File, bag *diag.Bag) *session {
	s := sessions.Get().(*session)
	s.src, s.bag, s.depth = src, bag, 0
	s.tokens = lex(src)
	s.docs, s.comments = map[int]ast.Doc{}, nil
	return s
}

func (s *session) close() {
	s.src, s.bag, s.tokens, s.docs, s.comments = nil, nil, nil, nil, nil
	sessions.Put(s)
}

// span returns the bytes [start, end) of the file.
func (s *session) span(start, end int) source.Span {
	return source.Span{File: s.src, Start: start, End: end}
}

// tokenSpan returns the span of a token. Its length comes from the stream, as
// checkTokens may have replaced the value.
func (s *session) tokenSpan(t lexer.Token) source.Span {
	i := s.index(t.Pos.Offset)
	if i+1 < len(s.tokens) {
		return s.span(t.Pos.Offset, s.tokens[i+1].Pos.Offset)
	}
	return s.span(t.Pos.Offset, len(s.src.Text))
}

// index returns the index of the first token at or after an offset.
func (s *session) index(offset int) int {
	return sort.Search(len(s.tokens)-1, func(i int) bool { return s.tokens[i].Pos.Offset >= offset })
}

// next returns the index of the first token at or after i that is not trivia.
func (s *session) next(i int) int {
	for i < len(s.tokens)-1 && isTrivia(s.tokens[i]) {
		i++
	}
	return i
}

// previous returns the last token before index i that is not trivia.
func (s *session) previous(i int) (lexer.Token, bool) {
	for i--; i >= 0; i-- {
		if !isTrivia(s.tokens[i]) {
			return s.tokens[i], true
		}
	}
	return lexer.Token{}, false
}

// startsLine reports whether t is the first token of its line.
func (s *session) startsLine(t lexer.Token) bool {
	p, ok := s.previous(s.index(t.Pos.Offset))
	return !ok || p.Pos.Line != t.Pos.Line
}

// peekSecond returns the token behind the next one.
func peekSecond(lx *lexer.PeekingLexer) lexer.Token {
	c := lx.MakeCheckpoint()
	defer lx.LoadCheckpoint(c)
	lx.Next()
	return *lx.Peek()
}

// tokenEnd returns the end of the token that was read last.
func tokenEnd(lx *lexer.PeekingLexer) int { return lx.RawPeek().Pos.Offset }
