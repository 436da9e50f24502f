package ir

import (
	"fmt"

	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/lang/source"
)

// Each is what a CompEach computes: the events of a window are put together by a
// row-level key, and Outer reduces what the different keys have. Events where the
// key is null are skipped, and so are those where the component's Arg, which is
// summed per key, is null, or its By, of which the best is kept per key; there may be
// neither.
//
// Outer is a component over keys in the place of events: its expressions are over
// EachRefs. It is a count, sum, min, max, arg_min, arg_max, rank, list, map, tally or frequent.
type Each struct {
	Key   Expr
	Outer Component
	// Desc has the keys in descending order: the first one is the largest.
	Desc bool
	// Largest has the largest By kept per key; else it is the smallest.
	Largest bool
	// Rank is what a rank is at, in parts of 10^9: the smallest key for which the
	// events up to it, itself included, are max(1, ceil(n * Rank / 10^9)) of n or more.
	Rank int64
	// Cap is how many keys are reduced, the first ones; 0: all of them. So what
	// is past it depends on no order, and an operator need not keep it for good.
	Cap int
	// Most is how many different keys there can be; 0: there is no bound.
	Most int64
}

// RankUnit is the whole of which Each.Rank is a part.
const RankUnit = 1_000_000_000

// EachPart is what is known of one key.
type EachPart int

// The parts of a key.
const (
	EachKey   EachPart = iota + 1 // the key
	EachCount                     // how many events have it, and the best where that is kept; int64
	EachSum                       // the sum of the component's Arg over them
	EachNext                      // the key after it; null for the last
	EachBest                      // the smallest or largest of the component's By over them
	EachFirst                     // the first of all keys
)

func (p EachPart) String() string {
	return [...]string{"", "key", "count", "sum", "next", "best", "first"}[p]
}

// EachRef is a part of a key, in expressions of Each.Outer.
type EachRef struct {
	Part EachPart
	T    types.Type
}

// Type is the type of the part.
func (e *EachRef) Type() types.Type { return e.T }

// Span is none.
func (e *EachRef) Span() source.Span { return source.Span{} }

// FormatComponent prints a component as FormatWith does expressions.
func FormatComponent(c Component, let func(*Let) string) string {
	arg := "*"
	if c.Arg != nil {
		arg = FormatWith(c.Arg, let)
	}
	switch {
	case c.Each != nil:
		by := FormatWith(c.Each.Key, let)
		if c.Arg != nil {
			by += ", sum " + arg
		}
		if c.By != nil {
			by += ", " + c.Each.Best() + " " + FormatWith(c.By, let)
		}
		return fmt.Sprintf("each(%s: %s)", by, c.Each.OuterText())
	case c.Kind == CompList && c.By != nil:
		return fmt.Sprintf("%s(%s by %s, %d)", c.Kind, arg, FormatWith(c.By, let), c.N)
	case c.Kind == CompTally:
		return fmt.Sprintf("%s(%d)", c.Kind, c.N)
	case c.Kind.TakesRows() || c.Kind == CompFrequent || c.Kind == CompList && c.N > 0:
		return fmt.Sprintf("%s(%s, %d)", c.Kind, arg, c.N)
	case c.By != nil:
		return fmt.Sprintf("%s(%s, %s)", c.Kind, arg, FormatWith(c.By, let))
	default:
		return fmt.Sprintf("%s(%s)", c.Kind, arg)
	}
}

// OuterText is the reduction of keys as text: equal texts are equal reductions.
func (e *Each) OuterText() string {
	text := FormatComponent(e.Outer, nil)
	if e.Outer.Kind == CompRank {
		text += fmt.Sprintf(" at %d", e.Rank)
	}
	if e.Desc {
		text += ", descending"
	}
	if e.Cap > 0 {
		text += fmt.Sprintf(" of the first %d", e.Cap)
	}
	return text
}

// Best is which By is kept per key, "smallest" or "largest".
func (e *Each) Best() string {
	if e.Largest {
		return "largest"
	}
	return "smallest"
}
