package types

import "github.com/featc-lang/featc/runtime/value"

// intDigits is how many decimal digits hold every int64.
const intDigits = 19

// IntDigits returns how many digits stand before the point in the widest value
// of an int64 or a decimal.
func (t Type) IntDigits() int {
	if t.Kind == value.Int64 {
		return intDigits
	}
	return int(t.Precision) - int(t.Scale)
}

// Common returns the type that values of both types convert to without being
// asked for: int64 widens to decimal and to float64, decimal to a decimal with
// more digits and to float64. It is nullable where either is. ok is false
// where there is none.
func Common(t, u Type) (common Type, ok bool) {
	nullable := t.Nullable || u.Nullable
	switch {
	case t.Same(u):
		return t.OrNull(nullable), true
	case !t.IsNumeric() || !u.IsNumeric():
		return Type{}, false
	case t.Kind == value.Float64 || u.Kind == value.Float64:
		return Float64.OrNull(nullable), true
	}
	scale := max(int(t.Scale), int(u.Scale))
	precision := min(MaxPrecision, max(t.IntDigits(), u.IntDigits())+scale)
	return Decimal(precision, scale).OrNull(nullable), true
}

// DecimalSum returns the type of the sum or difference of two exact numbers of
// which one is a decimal. Nullable where it may not fit.
func DecimalSum(t, u Type) Type {
	scale := max(int(t.Scale), int(u.Scale))
	precision := max(t.IntDigits(), u.IntDigits()) + scale + 1
	return Decimal(min(MaxPrecision, precision), scale).OrNull(precision > MaxPrecision || t.Nullable || u.Nullable)
}

// DecimalProduct returns the type of the product of two exact numbers of which
// one is a decimal. ok is false where its scale is past MaxScale.
func DecimalProduct(t, u Type) (product Type, ok bool) {
	scale := int(t.Scale) + int(u.Scale)
	precision := t.IntDigits() + u.IntDigits() + scale
	if scale > MaxScale {
		return Type{}, false
	}
	return Decimal(min(MaxPrecision, precision), scale).OrNull(precision > MaxPrecision || t.Nullable || u.Nullable), true
}
