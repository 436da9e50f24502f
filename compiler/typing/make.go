package typing

import (
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/lang/source"
	"github.com/featc-lang/featc/runtime/value"
)

// Int returns the int64 constant i.
func Int(i int64) *ir.Const { return &ir.Const{Value: value.OfInt64(i), T: types.Int64} }

// Float returns the float64 constant f.
func Float(f float64) *ir.Const { return &ir.Const{Value: value.OfFloat64(f), T: types.Float64} }

// String is a constant string.
func String(s string) *ir.Const { return &ir.Const{Value: value.OfString(s), T: types.String} }

// Nothing returns the null of a type.
func Nothing(t types.Type) *ir.Const { return &ir.Const{T: t.Null()} }

// Strict returns an operation whose result is null exactly where an operand
// is: one that cannot fail.
func Strict(op ir.Op, result types.Type, args ...ir.Expr) *ir.Call {
	return &ir.Call{Op: op, Args: args, T: result.NotNull().OrNull(AnyNullable(args)), S: spanOf(args)}
}

// Checked returns an operation that may fail: its result is nullable.
func Checked(op ir.Op, result types.Type, args ...ir.Expr) *ir.Call {
	return &ir.Call{Op: op, Args: args, T: result.Null(), S: spanOf(args)}
}

// If returns `if(condition, then, otherwise)` of branches of one type.
func If(condition, then, otherwise ir.Expr) *ir.Call {
	t := then.Type().OrNull(otherwise.Type().Nullable)
	return &ir.Call{Op: ir.If, Args: []ir.Expr{condition, then, otherwise}, T: t, S: then.Span()}
}

// AnyNullable reports whether any of the expressions may be null.
func AnyNullable(es []ir.Expr) bool {
	for _, e := range es {
		if e.Type().Nullable {
			return true
		}
	}
	return false
}

func spanOf(args []ir.Expr) source.Span {
	for _, a := range args {
		if s := a.Span(); !s.IsZero() {
			return s
		}
	}
	return source.Span{}
}
