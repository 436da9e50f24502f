package typing

import (
	"math/big"
	"strconv"

	"github.com/featc-lang/featc/compiler/cell"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/runtime/value"
)

// Common returns the type that all operands convert to without being asked
// for. Typed operands decide before literals do. ok is false where there is no
// such type, and where all operands are null.
func Common(os ...Operand) (common types.Type, ok bool) {
	for _, literals := range []bool{false, true} {
		for _, o := range os {
			if (o.Literal != nil) != literals || o.IsNull() {
				continue
			}
			if common.Kind == value.Invalid {
				common = o.Type()
				continue
			}
			if o.Literal != nil && o.Literal.fits(common) {
				continue
			}
			t, ok := types.Common(common, o.Type())
			if !ok {
				return types.Type{}, false
			}
			common = t
		}
	}
	for _, o := range os {
		if o.IsNull() {
			common = common.Null()
		}
	}
	return common, common.Kind != value.Invalid
}

// fits reports whether a literal can be of a type without the type changing.
func (l *Literal) fits(t types.Type) bool {
	_, ok := l.as(t)
	return ok
}

// To converts an operand to a type, as far as that happens without being asked
// for: widening, and literals. The nullability of t plays no role. ok is false
// where the operand does not convert.
func To(o Operand, t types.Type) (e ir.Expr, ok bool) {
	if o.Literal != nil {
		v, ok := o.Literal.as(t)
		if !ok {
			return nil, false
		}
		return &ir.Const{Value: v, T: t.NotNull().OrNull(v.IsNull()), S: o.Literal.Span}, true
	}
	from := o.Expr.Type()
	if from.Same(t) {
		return o.Expr, true
	}
	switch {
	case t.Kind == value.Float64 && from.IsNumeric():
		return ToFloat(o.Expr), true
	case t.Kind == value.Decimal && from.Kind == value.Int64:
		return call(ir.IntToDec, t.NotNull().OrNull(from.Nullable || t.IntDigits() < from.IntDigits()), o.Expr), true
	case t.Kind == value.Decimal && from.Kind == value.Decimal && from.Scale <= t.Scale:
		return call(ir.DecRescale, t.NotNull().OrNull(from.Nullable || t.IntDigits() < from.IntDigits()), o.Expr), true
	}
	return nil, false
}

// Default gives an operand the type that it takes where nothing else decides.
// ok is false where it has none.
func Default(o Operand) (e ir.Expr, ok bool) {
	t := o.Type()
	if t.Kind == value.Invalid {
		return nil, false
	}
	return To(o, t)
}

// ToFloat converts a number to float64.
func ToFloat(e ir.Expr) ir.Expr {
	t := types.Float64.OrNull(e.Type().Nullable)
	switch e.Type().Kind {
	case value.Int64:
		return call(ir.IntToFloat, t, e)
	case value.Decimal:
		return call(ir.DecToFloat, t, e)
	}
	return e
}

// Canon makes a float64 canonical where it might not be: it turns -0 into 0,
// and what is not finite into null. Other types pass through.
func Canon(e ir.Expr) ir.Expr {
	if e.Type().Kind != value.Float64 || isCanonical(e) {
		return e
	}
	return call(ir.CanonFloat, e.Type().Null(), e)
}

func isCanonical(e ir.Expr) bool {
	switch e := e.(type) {
	case *ir.Const, *ir.CompRef, *ir.FeatureRef:
		return true
	case *ir.LetRef:
		return isCanonical(e.Let.Expr)
	case *ir.Call:
		return e.Op == ir.IntToFloat || e.Op == ir.DecToFloat || e.Op == ir.CanonFloat
	}
	return false
}

func call(op ir.Op, t types.Type, args ...ir.Expr) *ir.Call {
	return &ir.Call{Op: op, Args: args, T: t, S: args[0].Span()}
}

// as returns the value of a literal in a type.
func (l *Literal) as(t types.Type) (value.Value, bool) {
	switch l.Kind {
	case Null:
		return value.Null, true
	case Text:
		return l.textAs(t)
	}
	switch t.Kind {
	case value.Int64:
		return value.OfInt64(l.Unscaled.Int64()), l.Scale == 0 && l.Unscaled.IsInt64()
	case value.Float64:
		f, err := strconv.ParseFloat(l.Unscaled.String()+"e-"+strconv.Itoa(l.Scale), 64)
		if f == 0 {
			f = 0 // -0 is not a literal
		}
		return value.OfFloat64(f), err == nil
	case value.Decimal:
		shift := int64(t.Scale) - int64(l.Scale)
		if shift < 0 {
			return value.Null, false
		}
		n := new(big.Int).Exp(big.NewInt(10), big.NewInt(shift), nil)
		n.Mul(n, l.Unscaled)
		return cell.DecimalOf(n), cell.Fits(n, int(t.Precision))
	}
	return value.Null, false
}

func (l *Literal) textAs(t types.Type) (value.Value, bool) {
	switch t.Kind {
	case value.String:
		return value.OfString(l.Text), true
	case value.Timestamp, value.Date, value.List, value.Map, value.Vector:
		v, err := cell.Decode(l.Text, &ir.Column{Type: t.NotNull()})
		return v, err == nil
	}
	return value.Null, false
}
