package reference

import (
	"fmt"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/runtime/value"
)

// Leaf gives the value of a leaf of an expression: a *ir.ColumnRef,
// *ir.LookupRef, *ir.CompRef, *ir.FeatureRef or *ir.RequestRef.
type Leaf func(ir.Expr) value.Value

// Eval evaluates an expression. The checks of a test are expressions over the
// values of features.
func Eval(e ir.Expr, leaf Leaf) value.Value {
	return evaluator{leaf: leaf, failed: new(int)}.eval(e)
}

// evaluator walks an expression and counts the operations that fail: those
// that are null although no operand is.
type evaluator struct {
	leaf   Leaf
	failed *int
}

func (ev evaluator) eval(e ir.Expr) value.Value {
	switch e := e.(type) {
	case *ir.Const:
		return e.Value
	case *ir.LetRef:
		return ev.eval(e.Let.Expr)
	case *ir.Call:
		args := make([]value.Value, len(e.Args))
		for i, a := range e.Args {
			args[i] = ev.eval(a)
		}
		if special, ok := notStrict[e.Op]; ok {
			return special(args)
		}
		for _, a := range args {
			if a.IsNull() {
				return value.Null
			}
		}
		op, ok := strict[e.Op]
		if !ok {
			panic(fmt.Sprintf("reference: operation %s", e.Op))
		}
		v := op(e, args)
		if v.IsNull() {
			*ev.failed++
		}
		return v
	default:
		return ev.leaf(e)
	}
}

// notStrict are the operations that look at nulls.
var notStrict = map[ir.Op]func(args []value.Value) value.Value{
	ir.And: func(args []value.Value) value.Value { return three(args, false) },
	ir.Or:  func(args []value.Value) value.Value { return three(args, true) },
	ir.IsNull: func(args []value.Value) value.Value {
		return value.OfBool(args[0].IsNull())
	},
	ir.IsNotNull: func(args []value.Value) value.Value {
		return value.OfBool(!args[0].IsNull())
	},
	ir.If: func(args []value.Value) value.Value {
		if isTrue(args[0]) {
			return args[1]
		}
		return args[2]
	},
	ir.Coalesce: func(args []value.Value) value.Value {
		for _, a := range args {
			if !a.IsNull() {
				return a
			}
		}
		return value.Null
	},
}

// three is And (decided by false) and Or (decided by true) in three-valued
// logic: the deciding value wins over null, null over the other.
func three(args []value.Value, decides bool) value.Value {
	null := false
	for _, a := range args {
		if a.IsNull() {
			null = true
		} else if a.Bool() == decides {
			return value.OfBool(decides)
		}
	}
	if null {
		return value.Null
	}
	return value.OfBool(!decides)
}

// strict are the other operations; no operand is null. The call gives the
// types.
var strict = map[ir.Op]func(call *ir.Call, args []value.Value) value.Value{}

func init() {
	for _, ops := range []map[ir.Op]func(*ir.Call, []value.Value) value.Value{
		integerOps, floatOps, decimalOps, comparisonOps, conversionOps, stringOps, calendarOps, numberOps, moreStringOps, moreCalendarOps, textOps, regexpOps, expOps, trigOps, jsonOps, doubleOps, vectorOps, nestedOps,
	} {
		for name, op := range ops {
			strict[name] = op
		}
	}
}
