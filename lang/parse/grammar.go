package parse

import (
	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/featc-lang/featc/lang/ast"
)

// The grammar of everything but expressions, windows and the inside of test
// blocks. Productions are predictive (no lookahead past the first token), so
// an error is at the first token that fits nothing. Bodies in braces are not
// part of it: they are parsed item by item, so that one error does not hide
// the next.

// place is where a production was found; the end is that of its last token.
type place struct {
	Pos    lexer.Position
	EndPos lexer.Position
}

type name struct {
	place
	Text string `parser:"@Ident"`
}

type text struct {
	place
	Raw string `parser:"@String"`
}

type packageClause struct {
	Name *name `parser:"'package' @@"`
}

type importClause struct {
	place
	Path *text `parser:"'import' @@"`
}

type entityDecl struct {
	place
	Name *name     `parser:"'entity' @@ '('"`
	Keys []*column `parser:"@@ (',' @@)* ')'"`
}

type sourceHead struct {
	Name *name `parser:"('source' | 'table') @@ '{'"`
}

type viewHead struct {
	Name   *name    `parser:"'view' @@"`
	Entity *name    `parser:"'for' @@"`
	On     []*name  `parser:"('on' ('(' @@ (',' @@)* ')' | @@))?"`
	From   *name    `parser:"'from' @@"`
	Every  ast.Expr `parser:"('every' @@)?"`
	Where  ast.Expr `parser:"('where' @@)? '{'"`
}

type featureSetHead struct {
	Name     *name   `parser:"'featureset' @@"`
	Entities []*name `parser:"'for' @@ (',' @@)* '{'"`
}

type testHead struct {
	Name *text `parser:"'test' @@ '{'"`
}

type column struct {
	place
	Name *name    `parser:"@@ ':'"`
	Type *typeRef `parser:"@@"`
}

type typeRef struct {
	place
	Nested   *nested    `parser:"( @@"`
	Elems    []*typeRef `parser:"'(' @@ (',' @@)* ')'"`
	Name     *name      `parser:"| @@"`
	Args     []*arg     `parser:"('(' (@@ (',' @@)*)? ')')? )"`
	Nullable bool       `parser:"@'?'?"`
}

// nested is the name of a type that is made of others.
type nested struct {
	place
	Text string `parser:"@('list' | 'map')"`
}

type arg struct {
	place
	Name  *name    `parser:"((?= Ident ':') @@ ':')?"`
	Value ast.Expr `parser:"@@"`
}

type setting struct {
	place
	Name   *name      `parser:"@@"`
	Listed bool       `parser:"( @'['"`
	Values []ast.Expr `parser:"@@ (',' @@)* ']' | @@ (',' @@)* )"`
	Within ast.Expr   `parser:"('within' @@)?"`
	Type   *typeRef   `parser:"(':' @@)?"`
}

type let struct {
	place
	Name  *name    `parser:"'let' @@ '='"`
	Value ast.Expr `parser:"@@"`
}

type feature struct {
	place
	Name    *name     `parser:"@@ '='"`
	Value   ast.Expr  `parser:"@@"`
	Clauses []*clause `parser:"@@*"`
}

// clause does not match a next feature that is called where, over or default.
type clause struct {
	place
	Where   ast.Expr     `parser:"(?! ('where' | 'over' | 'default') '=') ( 'where' @@"`
	Over    []windowNode `parser:"| 'over' @@ (',' @@)*"`
	Default ast.Expr     `parser:"| 'default' @@ )"`
}

type include struct {
	place
	Paths []*includePath `parser:"'include' @@ (',' @@)*"`
}

type includePath struct {
	place
	View   *name   `parser:"@@ '.'"`
	Star   bool    `parser:"( @'*'"`
	Braced []*name `parser:"| '{' @@ (',' @@)* '}'"`
	One    *name   `parser:"| @@ )"`
}

type request struct {
	place
	Fields []*column `parser:"'request' '{' (@@ ','?)+ '}'"`
}

// windowNode is an *ast.Window; participle finds productions that are
// functions by their interface type.
type windowNode interface{ ast.Node }

// production is the root that ties all productions to one grammar.
type production struct {
	Package    *packageClause  `parser:"  @@"`
	Import     *importClause   `parser:"| @@"`
	Entity     *entityDecl     `parser:"| @@"`
	Source     *sourceHead     `parser:"| @@"`
	View       *viewHead       `parser:"| @@"`
	FeatureSet *featureSetHead `parser:"| @@"`
	Test       *testHead       `parser:"| @@"`
	Let        *let            `parser:"| @@"`
	Include    *include        `parser:"| @@"`
	Request    *request        `parser:"| @@"`
	Feature    *feature        `parser:"| @@"`
	Column     *column         `parser:"| @@"`
	Setting    *setting        `parser:"| @@"`
}

// build makes the parser of a session: its functions for expressions and
// windows need the session, which participle has no other way to hand them.
func build(s *session) *participle.Parser[production] {
	return participle.MustBuild[production](
		participle.Lexer(definition),
		participle.Elide("Whitespace", "Comment", "Bad"),
		participle.UseLookahead(0),
		participle.ParseTypeWith(s.expression),
		participle.ParseTypeWith(s.window),
	)
}

// parse reads one production from the front of lx and leaves lx behind it.
// What is wrong goes to the bag.
func parse[P any](s *session, lx *lexer.PeekingLexer) (*P, bool) {
	p, err := participle.ParserForProduction[P](s.parser)
	if err != nil {
		panic(err) // production lists them all
	}
	v, err := p.ParseFromLexer(lx, participle.AllowTrailing(true))
	if err != nil {
		s.bag.Add(s.explain(err))
		return nil, false
	}
	return v, true
}
