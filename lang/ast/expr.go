package ast

import "github.com/featc-lang/featc/lang/source"

// Expr is an expression.
type Expr interface {
	Node
	expr()
}

// Name is a column, a let, a feature, `now`, or an enumerator such as `ms`.
type Name struct{ Ident }

// Path is `spend.n_1h`, `request.amount` or `merchants.category`.
type Path struct {
	Base, Field Ident
	Span        source.Span
}

// Lookup is `table[key].column`, or `table[a, b].column` where the key is two
// columns.
type Lookup struct {
	Base  Ident
	Keys  []Expr
	Field Ident
	Span  source.Span
}

// NumberLit is an integer or a decimal literal, without a sign.
type NumberLit struct {
	Text string // digits, optionally a point and an exponent; no underscores
	Span source.Span
}

// StringLit is a double-quoted string; Value has its escapes resolved.
type StringLit struct {
	Value string
	Span  source.Span
}

// BoolLit is true or false.
type BoolLit struct {
	Value bool
	Span  source.Span
}

// NullLit is null.
type NullLit struct{ Span source.Span }

// DurationLit is `7d`, `1h30m`; units us, ms, s, m, h, d, w.
type DurationLit struct {
	Text         string // as written
	Microseconds int64
	Span         source.Span
}

// Unary is `-x` or `not x`.
type Unary struct {
	Op   string // "-", "not"
	X    Expr
	Span source.Span
}

// Binary is `x op y`. Ops by falling precedence: * / %, + -,
// == != < <= > >=, and, or.
type Binary struct {
	Op     string
	OpSpan source.Span
	X, Y   Expr
	Span   source.Span
}

// IsNull is `x is null` or `x is not null`.
type IsNull struct {
	X    Expr
	Not  bool
	Span source.Span
}

// In is `x in (a, b)` or `x not in (a, b)`.
type In struct {
	X    Expr
	List []Expr
	Not  bool
	Span source.Span
}

// CallExpr is `f(a, b)` or `f(a, name: b)`: a function, a cast, an
// aggregation, a connector or a window.
type CallExpr struct {
	Func Ident
	Args []Arg
	Span source.Span
}

// Paren is an expression in parentheses, kept as the writer had it.
type Paren struct {
	X    Expr
	Span source.Span
}

// Range methods.

func (n *Path) Range() source.Span        { return n.Span }
func (n *Lookup) Range() source.Span      { return n.Span }
func (n *NumberLit) Range() source.Span   { return n.Span }
func (n *StringLit) Range() source.Span   { return n.Span }
func (n *BoolLit) Range() source.Span     { return n.Span }
func (n *NullLit) Range() source.Span     { return n.Span }
func (n *DurationLit) Range() source.Span { return n.Span }
func (n *Unary) Range() source.Span       { return n.Span }
func (n *Binary) Range() source.Span      { return n.Span }
func (n *IsNull) Range() source.Span      { return n.Span }
func (n *In) Range() source.Span          { return n.Span }
func (n *CallExpr) Range() source.Span    { return n.Span }
func (n *Paren) Range() source.Span       { return n.Span }

func (*Name) expr()        {}
func (*Path) expr()        {}
func (*Lookup) expr()      {}
func (*NumberLit) expr()   {}
func (*StringLit) expr()   {}
func (*BoolLit) expr()     {}
func (*NullLit) expr()     {}
func (*DurationLit) expr() {}
func (*Unary) expr()       {}
func (*Binary) expr()      {}
func (*IsNull) expr()      {}
func (*In) expr()          {}
func (*CallExpr) expr()    {}
func (*Paren) expr()       {}
