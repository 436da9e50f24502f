package parse

import (
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/featc-lang/featc/lang/source"
)

// definition never fails and drops nothing: whatever is not a token is a Bad
// token, and white space and comments are tokens too. So the tokens of a file
// cover it without gaps, and the end of a token is the start of the next.
//
// Number takes everything that a person could have meant as one number or
// duration, such as 7days, so that the error names all of it.
var definition = lexer.MustStateful(lexer.Rules{"Root": {
	{Name: "Whitespace", Pattern: `[ \t\r\n\x{FEFF}]+`},
	{Name: "Ident", Pattern: `[A-Za-z_][A-Za-z0-9_]*`},
	{Name: "Comment", Pattern: `//[^\r\n]*`},
	{Name: "Punct", Pattern: `==|!=|<>|<=|>=|&&|\|\||[-+*/%()\[\]{},.:?=<>!]`},
	{Name: "Duration", Pattern: `(?:[0-9]+(?:us|ms|s|m|h|d|w))+\b`},
	{Name: "Number", Pattern: `[0-9](?:[eE][-+][0-9]|[0-9A-Za-z_]|\.[0-9])*`},
	{Name: "String", Pattern: `"(?:\\[^\r\n]|[^"\\\r\n])*"`},
	{Name: "OpenString", Pattern: `"(?:\\[^\r\n]|[^"\\\r\n])*`},
	{Name: "Quoted", Pattern: `'[^'\r\n]*'`},
	{Name: "Bad", Pattern: `(?s).`},
}})

// The token types.
var (
	typeSpace      = definition.Symbols()["Whitespace"]
	typeIdent      = definition.Symbols()["Ident"]
	typeComment    = definition.Symbols()["Comment"]
	typePunct      = definition.Symbols()["Punct"]
	typeDuration   = definition.Symbols()["Duration"]
	typeNumber     = definition.Symbols()["Number"]
	typeString     = definition.Symbols()["String"]
	typeOpenString = definition.Symbols()["OpenString"]
	typeQuoted     = definition.Symbols()["Quoted"]
	typeBad        = definition.Symbols()["Bad"]
)

// lex returns the tokens of a file, the last one an EOF.
func lex(src *source.File) []lexer.Token {
	l, err := definition.LexString("", string(src.Text))
	if err != nil {
		panic(err) // the definition has no way to fail
	}
	tokens := make([]lexer.Token, 0, len(src.Text)/2+1) // a token is seldom shorter than two bytes
	for {
		t, err := l.Next()
		if err != nil {
			panic(err) // Bad matches any byte
		}
		tokens = append(tokens, t)
		if t.EOF() {
			return tokens
		}
	}
}

// isTrivia reports whether the grammar does not see the token. Bad tokens are
// reported before it runs.
func isTrivia(t lexer.Token) bool {
	return t.Type == typeSpace || t.Type == typeComment || t.Type == typeBad
}

// isPunct reports whether t is the punctuation text.
func isPunct(t lexer.Token, text string) bool { return t.Type == typePunct && t.Value == text }

// isWord reports whether t is the word text. No word is reserved by the lexer.
func isWord(t lexer.Token, text string) bool { return t.Type == typeIdent && t.Value == text }

// run replays a range of tokens, closed by an EOF, to the grammar.
type run struct {
	tokens []lexer.Token
	end    lexer.Token
}

// Next implements lexer.Lexer.
func (r *run) Next() (lexer.Token, error) {
	if len(r.tokens) == 0 {
		return r.end, nil
	}
	t := r.tokens[0]
	r.tokens = r.tokens[1:]
	return t, nil
}

// stream returns tokens[from:to) as the grammar reads them. Trailing trivia is
// cut off, so that the EOF stands right behind the last token.
func (s *session) stream(from, to int) *lexer.PeekingLexer {
	for to > from && isTrivia(s.tokens[to-1]) {
		to--
	}
	end := lexer.EOFToken(s.tokens[to].Pos)
	lx, err := lexer.Upgrade(&run{s.tokens[from:to], end}, typeSpace, typeComment, typeBad)
	if err != nil {
		panic(err) // run.Next has no way to fail
	}
	return lx
}
