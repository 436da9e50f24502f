package parse

import (
	"strings"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/featc-lang/featc/lang/ast"
)

// Binding powers, loosest first.
const (
	loosest = iota + 1
	andPower
	notPower
	comparePower
	addPower
	mulPower
	signPower
)

// Bounds on one expression, so that no later stage that walks the tree can run
// out of stack.
const (
	maxDepth = 200  // nested operands
	maxChain = 2000 // operators in a row, which nest on the left
)

var binaryPower = map[string]int{
	"or": loosest, "and": andPower,
	"==": comparePower, "!=": comparePower, "<": comparePower, "<=": comparePower, ">": comparePower, ">=": comparePower,
	"+": addPower, "-": addPower,
	"*": mulPower, "/": mulPower, "%": mulPower,
}

// expression parses an expression from the front of lx.
func (s *session) expression(lx *lexer.PeekingLexer) (ast.Expr, error) {
	return s.operation(lx, loosest)
}

// operation parses operators that bind at least as tightly as power.
func (s *session) operation(lx *lexer.PeekingLexer, power int) (ast.Expr, error) {
	s.depth++
	defer func() { s.depth-- }()
	if s.depth > maxDepth {
		return nil, fail(tooDeep(s.tokenSpan(*lx.Peek())))
	}
	x, err := s.operand(lx, power)
	if err != nil {
		return nil, err
	}
	for chain, compared := 0, false; ; chain++ {
		op := s.operator(lx)
		p := comparePower
		if b, ok := binaryPower[op]; ok {
			p = b
		}
		if op == "" || p < power {
			return x, nil
		}
		if chain == maxChain {
			return nil, fail(tooLong(s.tokenSpan(*lx.Peek())))
		}
		if p == comparePower {
			if compared {
				s.bag.Add(chained(s.tokenSpan(*lx.Peek())))
			}
			compared = true
		}
		if x, err = s.apply(lx, x, op, p); err != nil {
			return nil, err
		}
	}
}

// operator returns the operator at the front of lx, or "". A word is one only
// where it cannot be the name of the next feature.
func (s *session) operator(lx *lexer.PeekingLexer) string {
	t := *lx.Peek()
	switch t.Type {
	case typePunct:
		if t.Value == "=" {
			s.bag.Add(singleEquals(s.tokenSpan(t)))
			return "=="
		}
		if _, ok := binaryPower[t.Value]; ok {
			return t.Value
		}
	case typeIdent:
		word := strings.ToLower(t.Value)
		switch word {
		case "and", "or", "is", "in", "not":
		default:
			return ""
		}
		second := peekSecond(lx)
		if isPunct(second, "=") || isPunct(second, ":") || word == "not" && !strings.EqualFold(second.Value, "in") {
			return ""
		}
		if word != t.Value {
			s.bag.Add(upperCase(s.tokenSpan(t), t.Value, word))
		}
		return word
	}
	return ""
}

// apply parses an operator and its right side.
func (s *session) apply(lx *lexer.PeekingLexer, x ast.Expr, op string, power int) (ast.Expr, error) {
	opSpan := s.tokenSpan(*lx.Next())
	start := x.Range().Start
	switch op {
	case "is":
		not := strings.EqualFold(lx.Peek().Value, "not")
		if not {
			lx.Next()
		}
		if !strings.EqualFold(lx.Peek().Value, "null") {
			return nil, s.unexpected(*lx.Peek(), "`null` or `not null`", "to compare with anything but null, use ==")
		}
		lx.Next()
		return &ast.IsNull{X: x, Not: not, Span: s.span(start, tokenEnd(lx))}, nil
	case "in", "not":
		if op == "not" {
			lx.Next()
		}
		if !isPunct(*lx.Peek(), "(") {
			return nil, s.unexpected(*lx.Peek(), "a list such as `(\"a\", \"b\")`", "")
		}
		lx.Next()
		var list []ast.Expr
		for {
			e, err := s.expression(lx)
			if err != nil {
				return nil, err
			}
			list = append(list, e)
			if more, err := s.listGoesOn(lx); err != nil {
				return nil, err
			} else if !more {
				return &ast.In{X: x, List: list, Not: op == "not", Span: s.span(start, tokenEnd(lx))}, nil
			}
		}
	}
	y, err := s.operation(lx, power+1)
	if err != nil {
		return nil, err
	}
	return &ast.Binary{Op: op, OpSpan: opSpan, X: x, Y: y, Span: s.span(start, y.Range().End)}, nil
}

// listGoesOn reads the `,` or the `)` behind an element of a list.
func (s *session) listGoesOn(lx *lexer.PeekingLexer) (more bool, err error) {
	switch t := *lx.Peek(); {
	case isPunct(t, ","):
		lx.Next()
		return true, nil
	case isPunct(t, ")"):
		lx.Next()
		return false, nil
	default:
		return false, s.unexpected(t, "`,` or `)`", "")
	}
}

// operand parses what stands between binary operators.
func (s *session) operand(lx *lexer.PeekingLexer, power int) (ast.Expr, error) {
	t := *lx.Peek()
	span := s.tokenSpan(t)
	switch t.Type {
	case typeNumber:
		lx.Next()
		return &ast.NumberLit{Text: t.Value, Span: span}, nil
	case typeDuration:
		lx.Next()
		us, _ := microseconds(t.Value) // checkTokens has reported an overflow
		return &ast.DurationLit{Text: t.Value, Microseconds: us, Span: span}, nil
	case typeString:
		lx.Next()
		return &ast.StringLit{Value: unquote(t.Value), Span: span}, nil
	case typeIdent:
		return s.word(lx, power)
	}
	switch {
	case isPunct(t, "-"):
		lx.Next()
		x, err := s.operation(lx, signPower)
		if err != nil {
			return nil, err
		}
		return &ast.Unary{Op: "-", X: x, Span: s.span(span.Start, x.Range().End)}, nil
	case isPunct(t, "("):
		lx.Next()
		x, err := s.expression(lx)
		if err != nil {
			return nil, err
		}
		if !isPunct(*lx.Peek(), ")") {
			return nil, s.unexpected(*lx.Peek(), "`)`", "")
		}
		lx.Next()
		return &ast.Paren{X: x, Span: s.span(span.Start, tokenEnd(lx))}, nil
	}
	return nil, s.noOperand(t)
}

// word parses an operand that starts with a word: a literal, `not x`, a name,
// a path or a call.
func (s *session) word(lx *lexer.PeekingLexer, power int) (ast.Expr, error) {
	t := *lx.Peek()
	second := peekSecond(lx)
	span := s.tokenSpan(t)
	switch t.Value {
	case "true", "false":
		lx.Next()
		return &ast.BoolLit{Value: t.Value == "true", Span: span}, nil
	case "null":
		lx.Next()
		return &ast.NullLit{Span: span}, nil
	case "not":
		if power > notPower {
			return nil, fail(notNeedsParens(span))
		}
		lx.Next()
		x, err := s.operation(lx, notPower)
		if err != nil {
			return nil, err
		}
		return &ast.Unary{Op: "not", X: x, Span: s.span(span.Start, x.Range().End)}, nil
	case "and", "or", "in", "is":
		return nil, s.noOperand(t)
	case "where", "over", "default":
		// A column may have such a name, but not before what only a clause has.
		switch second.Type {
		case typeIdent, typeNumber, typeDuration, typeString:
			return nil, s.noOperand(t)
		}
	}
	if isPunct(second, "=") && s.startsLine(t) {
		return nil, s.noOperand(t) // the next feature
	}
	lx.Next()
	id := ast.Ident{Name: t.Value, Span: span}
	switch {
	case isPunct(second, "("):
		return s.call(lx, id)
	case isPunct(second, "["):
		return s.lookup(lx, id)
	case isPunct(second, "."):
		lx.Next()
		f := *lx.Peek()
		if f.Type != typeIdent {
			return nil, s.unexpected(f, "a name", "")
		}
		lx.Next()
		field := ast.Ident{Name: f.Value, Span: s.tokenSpan(f)}
		if isPunct(*lx.Peek(), ".") {
			return nil, s.unexpected(*lx.Peek(), "the end of the name", "a path has two parts, such as `spend.n_1h`")
		}
		return &ast.Path{Base: id, Field: field, Span: id.Span.To(field.Span)}, nil
	}
	return &ast.Name{Ident: id}, nil
}

// lookup parses `[key, …].column` behind the name of a table.
func (s *session) lookup(lx *lexer.PeekingLexer, table ast.Ident) (ast.Expr, error) {
	const help = "a lookup is written `table[key].column`"
	lx.Next()
	out := &ast.Lookup{Base: table}
	for {
		key, err := s.expression(lx)
		if err != nil {
			return nil, err
		}
		out.Keys = append(out.Keys, key)
		t := *lx.Peek()
		if !isPunct(t, ",") && !isPunct(t, "]") {
			return nil, s.unexpected(t, "`,` or `]`", "")
		}
		lx.Next()
		if isPunct(t, "]") {
			break
		}
	}
	if !isPunct(*lx.Peek(), ".") {
		return nil, s.unexpected(*lx.Peek(), "`.` and a column", help)
	}
	lx.Next()
	f := *lx.Peek()
	if f.Type != typeIdent {
		return nil, s.unexpected(f, "a column", help)
	}
	lx.Next()
	out.Field = ast.Ident{Name: f.Value, Span: s.tokenSpan(f)}
	out.Span = table.Span.To(out.Field.Span)
	return out, nil
}

// call parses the arguments of a call of fn, from the `(` on.
func (s *session) call(lx *lexer.PeekingLexer, fn ast.Ident) (*ast.CallExpr, error) {
	lx.Next()
	call := &ast.CallExpr{Func: fn}
	if isPunct(*lx.Peek(), ")") {
		lx.Next()
		call.Span = s.span(fn.Span.Start, tokenEnd(lx))
		return call, nil
	}
	for {
		if t := *lx.Peek(); isPunct(t, "*") {
			return nil, fail(starArgument(s.tokenSpan(t), fn.Name))
		}
		a, err := s.argument(lx)
		if err != nil {
			return nil, err
		}
		call.Args = append(call.Args, a)
		if more, err := s.listGoesOn(lx); err != nil {
			return nil, err
		} else if !more {
			call.Span = s.span(fn.Span.Start, tokenEnd(lx))
			return call, nil
		}
	}
}

// argument parses `value` or `name: value`.
func (s *session) argument(lx *lexer.PeekingLexer) (ast.Arg, error) {
	var a ast.Arg
	t := *lx.Peek()
	if t.Type == typeIdent && isPunct(peekSecond(lx), ":") {
		a.Name = ast.Ident{Name: t.Value, Span: s.tokenSpan(t)}
		lx.Next()
		lx.Next()
	}
	v, err := s.expression(lx)
	a.Value = v
	a.Span = s.span(t.Pos.Offset, tokenEnd(lx))
	return a, err
}
