package ir

import (
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/lang/source"
	"github.com/featc-lang/featc/runtime/value"
)

// Expr is a typed expression. Expressions are immutable once built and may be
// shared.
type Expr interface {
	Type() types.Type
	Span() source.Span
}

// Const is a literal, or the result of folding.
type Const struct {
	Value value.Value
	T     types.Type
	S     source.Span
}

// ColumnRef is a column of the view's source (row-level).
type ColumnRef struct {
	Source *Source
	Index  int
	S      source.Span
}

// LookupRef is a column of the version of a table's row that an event of the
// view's source sees: the newest one up to its event time among those that had
// arrived when the event did (row-level).
type LookupRef struct {
	Table  *Source
	Index  int     // of the table's columns
	Source *Source // whose events look it up
	Key    []Expr  // per key column of the table: row-level, of its type
	S      source.Span
}

// LetRef is a let of the view (row-level).
type LetRef struct {
	Let *Let
	S   source.Span
}

// CompRef is a component of the aggregation (finishing).
type CompRef struct {
	Index int
	T     types.Type
}

// StepRef is an earlier step of the aggregation (finishing).
type StepRef struct {
	Index int
	T     types.Type
}

// FeatureRef is another feature's value (derived).
type FeatureRef struct {
	Feature *Feature
	S       source.Span
}

// RequestRef is a field of the set's request (derived, in a set).
type RequestRef struct {
	Index  int
	Column *Column
	S      source.Span
}

// Call applies an Op. Argument types are exactly those the Op demands: the
// type checker has inserted every conversion.
type Call struct {
	Op   Op
	Args []Expr
	T    types.Type
	S    source.Span
}

// Type returns the type of the constant.
func (e *Const) Type() types.Type      { return e.T }
func (e *ColumnRef) Type() types.Type  { return e.Source.Columns[e.Index].Type }
func (e *LookupRef) Type() types.Type  { return e.Table.Columns[e.Index].Type.Null() }
func (e *LetRef) Type() types.Type     { return e.Let.Expr.Type() }
func (e *CompRef) Type() types.Type    { return e.T }
func (e *StepRef) Type() types.Type    { return e.T }
func (e *FeatureRef) Type() types.Type { return e.Feature.Type }
func (e *RequestRef) Type() types.Type { return e.Column.Type }
func (e *Call) Type() types.Type       { return e.T }

// Span returns where the constant is written; zero for one the compiler made.
func (e *Const) Span() source.Span      { return e.S }
func (e *ColumnRef) Span() source.Span  { return e.S }
func (e *LookupRef) Span() source.Span  { return e.S }
func (e *LetRef) Span() source.Span     { return e.S }
func (e *CompRef) Span() source.Span    { return source.Span{} }
func (e *StepRef) Span() source.Span    { return source.Span{} }
func (e *FeatureRef) Span() source.Span { return e.S }
func (e *RequestRef) Span() source.Span { return e.S }
func (e *Call) Span() source.Span       { return e.S }

// Walk calls f for e and every expression below it, parents first. Lets and
// features that e refers to are not entered.
func Walk(e Expr, f func(Expr)) {
	if e == nil {
		return
	}
	f(e)
	switch e := e.(type) {
	case *Call:
		for _, a := range e.Args {
			Walk(a, f)
		}
	case *LookupRef:
		for _, k := range e.Key {
			Walk(k, f)
		}
	}
}
