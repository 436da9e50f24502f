package typing

import (
	"math/big"
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/lang/source"
	"github.com/featc-lang/featc/runtime/value"
)

// Operand is a typed expression, or a literal that has no type yet. Exactly
// one of the fields is set; the zero Operand is an expression with an error
// that has been reported.
type Operand struct {
	Expr    ir.Expr
	Literal *Literal
}

// LiteralKind says what a literal can become.
type LiteralKind int

// The kinds of literals.
const (
	Number LiteralKind = iota + 1 // int64 (without a point), a decimal, float64
	Text                          // string, and where the text reads so, timestamp or date
	Null                          // anything
)

// Literal is a constant without a type.
type Literal struct {
	Kind     LiteralKind
	Unscaled *big.Int // of a Number: its value times 10^Scale
	Scale    int
	Text     string
	Span     source.Span
}

// Of returns an operand that has its type.
func Of(e ir.Expr) Operand { return Operand{Expr: e} }

// NumberOf returns the literal of digits with an optional point.
func NumberOf(text string, span source.Span) Operand {
	whole, fraction, _ := strings.Cut(text, ".")
	n, _ := new(big.Int).SetString(whole+fraction, 10)
	return Operand{Literal: &Literal{Kind: Number, Unscaled: n, Scale: len(fraction), Span: span}}
}

// TextOf returns the literal of a string.
func TextOf(text string, span source.Span) Operand {
	return Operand{Literal: &Literal{Kind: Text, Text: text, Span: span}}
}

// NullOf returns the literal null.
func NullOf(span source.Span) Operand {
	return Operand{Literal: &Literal{Kind: Null, Span: span}}
}

// Ok reports whether there is anything in the operand.
func (o Operand) Ok() bool { return o.Expr != nil || o.Literal != nil }

// Span returns where the operand is written.
func (o Operand) Span() source.Span {
	switch {
	case o.Expr != nil:
		return o.Expr.Span()
	case o.Literal != nil:
		return o.Literal.Span
	}
	return source.Span{}
}

// Type returns the type that the operand has, or takes where nothing else
// decides: a number without a point is an int64, with one a decimal with as
// many digits as are written. It is invalid for null, for an integer that fits
// neither int64 nor decimal, and for a number with too many digits.
func (o Operand) Type() types.Type {
	switch {
	case o.Expr != nil:
		return o.Expr.Type()
	case o.Literal == nil || o.Literal.Kind == Null:
		return types.Type{}
	case o.Literal.Kind == Text:
		return types.String
	}
	l := o.Literal
	if l.Scale == 0 && l.Unscaled.IsInt64() {
		return types.Int64
	}
	return l.Decimal()
}

// Decimal returns the narrowest decimal that holds a number; it is invalid
// where none does.
func (l *Literal) Decimal() types.Type {
	digits := len(new(big.Int).Abs(l.Unscaled).String())
	precision := max(digits, l.Scale, 1)
	if precision > types.MaxPrecision || l.Scale > types.MaxScale {
		return types.Type{}
	}
	return types.Decimal(precision, l.Scale)
}

// IsNull reports whether the operand is the literal null.
func (o Operand) IsNull() bool { return o.Literal != nil && o.Literal.Kind == Null }

// IsZero reports whether the operand is a constant zero.
func (o Operand) IsZero() bool {
	if l := o.Literal; l != nil {
		return l.Kind == Number && l.Unscaled.Sign() == 0
	}
	c, ok := o.Expr.(*ir.Const)
	return ok && c.T.IsNumeric() && c.Value.Hi == 0 && (c.Value.I == 0 || c.Value.Kind == value.Float64 && c.Value.Float64() == 0)
}

// Negate returns a number literal with its sign changed, written at span.
func (l *Literal) Negate(span source.Span) Operand {
	return Operand{Literal: &Literal{Kind: Number, Unscaled: new(big.Int).Neg(l.Unscaled), Scale: l.Scale, Span: span}}
}
