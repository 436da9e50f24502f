package parse

import (
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/featc-lang/featc/lang/ast"
)

// window parses one window of an `over` list.
func (s *session) window(lx *lexer.PeekingLexer) (windowNode, error) {
	t, second := *lx.Peek(), peekSecond(lx)
	w := &ast.Window{}
	var err error
	switch {
	case isPunct(t, "[") || isPunct(t, "("):
		err = s.interval(lx, w)
	case t.Type == typeDuration:
		w.Kind = ast.WindowAge
		if w.From, err = s.age(lx); err == nil {
			err = s.step(lx, w)
		}
	case isWord(t, "last") && !isPunct(second, "("):
		if err = s.lastWindow(lx, w); err == nil {
			err = s.step(lx, w)
		}
	case isWord(t, "all") && !isPunct(second, "="):
		lx.Next()
		w.Kind = ast.WindowAll
	case t.Type == typeIdent && isPunct(second, "("):
		lx.Next()
		w.Kind = ast.WindowCall
		w.Call, err = s.call(lx, ast.Ident{Name: t.Value, Span: s.tokenSpan(t)})
	case t.Type == typeNumber:
		return nil, s.noUnit(t, second)
	default:
		return nil, s.noWindow(t)
	}
	if err != nil {
		return nil, err
	}
	w.Span = s.span(t.Pos.Offset, tokenEnd(lx))
	return w, nil
}

// interval parses `[7d, now)` and its like.
func (s *session) interval(lx *lexer.PeekingLexer, w *ast.Window) error {
	w.Kind = ast.WindowInterval
	w.FromClosed = lx.Next().Value == "["
	var err error
	if w.From, err = s.age(lx); err != nil {
		return err
	}
	if !isPunct(*lx.Peek(), ",") {
		return s.unexpected(*lx.Peek(), "`,` and the age at which the window ends", intervalHelp)
	}
	lx.Next()
	if w.To, err = s.age(lx); err != nil {
		return err
	}
	end := *lx.Peek()
	if !isPunct(end, "]") && !isPunct(end, ")") {
		return s.unexpected(end, "`]` or `)`", intervalHelp)
	}
	lx.Next()
	w.ToClosed = end.Value == "]"
	return nil
}

// lastWindow parses `last 100 [within 7d]`.
func (s *session) lastWindow(lx *lexer.PeekingLexer, w *ast.Window) error {
	w.Kind = ast.WindowLast
	lx.Next()
	n := *lx.Peek()
	if n.Type != typeNumber {
		return s.unexpected(n, "how many events", "for example `over last 100` or `over last 100 within 7d`")
	}
	lx.Next()
	w.Count = &ast.NumberLit{Text: n.Value, Span: s.tokenSpan(n)}
	if !isWord(*lx.Peek(), "within") || isPunct(peekSecond(lx), "=") {
		return nil
	}
	lx.Next()
	var err error
	w.Within, err = s.duration(lx, "a duration such as 7d")
	return err
}

// step parses `by 1h` behind a window that may have it, which the checker knows.
func (s *session) step(lx *lexer.PeekingLexer, w *ast.Window) error {
	if !isWord(*lx.Peek(), "by") || isPunct(peekSecond(lx), "=") {
		return nil
	}
	lx.Next()
	var err error
	w.By, err = s.duration(lx, "a duration such as 1h")
	return err
}

// age parses a duration before the instant of the read, or `now`.
func (s *session) age(lx *lexer.PeekingLexer) (ast.Expr, error) {
	if t := *lx.Peek(); isWord(t, "now") {
		lx.Next()
		return &ast.Name{Ident: ast.Ident{Name: "now", Span: s.tokenSpan(t)}}, nil
	}
	return s.duration(lx, "an age such as 7d, or `now`")
}

// duration parses a duration literal; what tells a person what it is for.
func (s *session) duration(lx *lexer.PeekingLexer, what string) (ast.Expr, error) {
	t := *lx.Peek()
	switch t.Type {
	case typeDuration:
		return s.operand(lx, signPower)
	case typeNumber:
		return nil, s.noUnit(t, peekSecond(lx))
	}
	help := ""
	if isPunct(t, "-") {
		help = noFuture
	}
	return nil, s.unexpected(t, what, help)
}
