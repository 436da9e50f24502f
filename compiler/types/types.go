// Package types has the types of values in featc programs.
package types

import (
	"fmt"

	"github.com/featc-lang/featc/runtime/value"
)

// Limits of decimals. The scale is bounded so that a decimal's unscaled
// integer can be computed in every SQL engine without leaving decimal(38).
const (
	MaxPrecision = 38
	MaxScale     = 18
)

// Type is the type of a value. Types are comparable with ==.
type Type struct {
	Kind      value.Kind
	Precision uint8 // of decimals: significant digits, 1 to 38
	Scale     uint8 // of decimals: digits after the point, 0 to 18, at most Precision
	Nullable  bool
	Length    uint16 // of vectors
	Model     string // of vectors: what made them, with its version; "" where that is not said
	Elem      *Type  // of lists and maps; one pointer for one type
	Key       *Type  // of maps
}

// The types without parameters, none of them nullable.
var (
	Bool      = Type{Kind: value.Bool}
	Int64     = Type{Kind: value.Int64}
	Float64   = Type{Kind: value.Float64}
	String    = Type{Kind: value.String}
	Bytes     = Type{Kind: value.Bytes}
	Timestamp = Type{Kind: value.Timestamp}
	Date      = Type{Kind: value.Date}
	Duration  = Type{Kind: value.Duration}
	// Wide is what exact integer sums have: a 128-bit integer.
	Wide = Decimal(MaxPrecision, 0)
)

// Decimal returns decimal(precision, scale).
func Decimal(precision, scale int) Type {
	return Type{Kind: value.Decimal, Precision: uint8(precision), Scale: uint8(scale)}
}

// Null returns t made nullable.
func (t Type) Null() Type { t.Nullable = true; return t }

// NotNull returns t made not nullable.
func (t Type) NotNull() Type { t.Nullable = false; return t }

// OrNull returns t, nullable where t or the condition is.
func (t Type) OrNull(nullable bool) Type { t.Nullable = t.Nullable || nullable; return t }

// Same reports whether t and u are one type but for nullability.
func (t Type) Same(u Type) bool { return t.NotNull() == u.NotNull() }

// IsNumeric reports whether t is int64, float64 or a decimal.
func (t Type) IsNumeric() bool {
	return t.Kind == value.Int64 || t.Kind == value.Float64 || t.Kind == value.Decimal
}

// IsOrdered reports whether < is defined on t: everything but bool and what is
// made of other values.
func (t Type) IsOrdered() bool {
	return t.Kind != value.Invalid && t.Kind != value.Bool && !t.Kind.IsNested()
}

// String renders t as it is written in a .feat file.
func (t Type) String() string {
	s := t.Kind.String()
	switch t.Kind {
	case value.Decimal:
		s = fmt.Sprintf("decimal(%d, %d)", t.Precision, t.Scale)
	case value.List:
		s = fmt.Sprintf("list(%s)", t.Elem)
	case value.Map:
		s = fmt.Sprintf("map(%s, %s)", t.Key, t.Elem)
	case value.Vector:
		s = fmt.Sprintf("vector(%d)", t.Length)
		if t.Model != "" {
			s = fmt.Sprintf("vector(%d, model: %q)", t.Length, t.Model)
		}
	}
	if t.Nullable {
		s += "?"
	}
	return s
}
