package check

import (
	"strconv"
	"strings"

	"github.com/featc-lang/featc/compiler/agg"
	"github.com/featc-lang/featc/compiler/fn"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/lang/ast"
	"github.com/featc-lang/featc/lang/source"
	"github.com/featc-lang/featc/runtime/value"
)

// expr checks an expression. It returns the zero Operand where there is an
// error, which it has reported.
func (c *checker) expr(s scope, e ast.Expr) typing.Operand {
	switch e := e.(type) {
	case *ast.Paren:
		return c.expr(s, e.X)
	case *ast.Name:
		return s.name(e.Ident)
	case *ast.Path:
		return s.path(e)
	case *ast.Lookup:
		if rows, ok := s.(*rowScope); ok {
			return c.keyedLookup(rows, e)
		}
		c.bag.Add(lookupOutside(e))
		return typing.Operand{}
	case *ast.NumberLit:
		return c.number(e)
	case *ast.StringLit:
		return typing.TextOf(e.Value, e.Span)
	case *ast.NullLit:
		return typing.NullOf(e.Span)
	case *ast.BoolLit:
		return typing.Of(&ir.Const{Value: value.OfBool(e.Value), T: types.Bool, S: e.Span})
	case *ast.DurationLit:
		return typing.Of(&ir.Const{Value: value.OfDuration(e.Microseconds), T: types.Duration, S: e.Span})
	case *ast.Unary:
		return c.unary(s, e)
	case *ast.Binary:
		return c.binary(s, e)
	case *ast.IsNull:
		return c.isNull(s, e)
	case *ast.In:
		return c.in(s, e)
	case *ast.CallExpr:
		return c.call(s, e)
	}
	return typing.Operand{} // absent: it did not parse
}

// number reads a literal. One with an exponent is a float64; another takes its
// type from what it stands beside.
func (c *checker) number(n *ast.NumberLit) typing.Operand {
	if strings.ContainsAny(n.Text, "eE") {
		f, err := strconv.ParseFloat(n.Text, 64)
		if err != nil {
			c.bag.Add(numberRange(n.Span, "float64", ""))
			return typing.Operand{}
		}
		return typing.Of(&ir.Const{Value: value.OfFloat64(f), T: types.Float64, S: n.Span})
	}
	o := typing.NumberOf(n.Text, n.Span)
	if o.Type().Kind == value.Invalid {
		c.bag.Add(numberRange(n.Span, "decimal", "a decimal has at most 38 digits, 18 of them after the point; with an exponent, as in 1.5e0, a number is a float64"))
		return typing.Operand{}
	}
	return o
}

func (c *checker) unary(s scope, e *ast.Unary) typing.Operand {
	x := c.expr(s, e.X)
	if !x.Ok() {
		return x
	}
	if e.Op == "not" {
		return c.logic(ir.Not, e.Span, x)
	}
	if x.Literal != nil && x.Literal.Kind == typing.Number {
		return x.Literal.Negate(e.Span)
	}
	if k, ok := x.Expr.(*ir.Const); ok && !k.Value.IsNull() {
		switch k.T.Kind {
		case value.Float64:
			return typing.Of(&ir.Const{Value: value.OfFloat64(0 - k.Value.Float64()), T: k.T, S: e.Span})
		case value.Duration:
			return typing.Of(&ir.Const{Value: value.OfDuration(-k.Value.I), T: k.T, S: e.Span})
		}
	}
	t := x.Type()
	switch t.Kind {
	case value.Int64:
		return typing.Of(spanned(typing.Checked(ir.NegInt, t, x.Expr), e.Span))
	case value.Float64:
		return typing.Of(spanned(typing.Strict(ir.NegFloat, t, x.Expr), e.Span))
	case value.Decimal:
		return typing.Of(spanned(typing.Strict(ir.NegDec, t, x.Expr), e.Span))
	case value.Duration:
		return typing.Of(spanned(typing.Checked(ir.NegDur, t, x.Expr), e.Span))
	}
	c.bag.Add(wrongType(x.Span(), "`-` needs a number or a duration", t, ""))
	return typing.Operand{}
}

// logic checks and, or, not.
func (c *checker) logic(op ir.Op, span source.Span, os ...typing.Operand) typing.Operand {
	var args []ir.Expr
	for _, o := range os {
		e, ok := typing.To(o, types.Bool)
		if !ok {
			c.bag.Add(wrongType(o.Span(), "`"+string(op)+"` needs a condition", o.Type(), "compare it with something"))
			return typing.Operand{}
		}
		args = append(args, e)
	}
	return typing.Of(spanned(typing.Strict(op, types.Bool, args...), span))
}

func (c *checker) isNull(s scope, e *ast.IsNull) typing.Operand {
	x := c.value(s, e.X)
	if x == nil {
		return typing.Operand{}
	}
	op := ir.IsNull
	if e.Not {
		op = ir.IsNotNull
	}
	return typing.Of(&ir.Call{Op: op, Args: []ir.Expr{x}, T: types.Bool, S: e.Span})
}

func (c *checker) in(s scope, e *ast.In) typing.Operand {
	x := c.expr(s, e.X)
	all, ok := []typing.Operand{x}, x.Ok()
	for _, item := range e.List {
		o := c.expr(s, item)
		all = append(all, o)
		switch {
		case !o.Ok():
			ok = false
		case o.IsNull():
			c.bag.Add(nullInList(item.Range()))
			ok = false
		case o.Literal == nil && !isConst(o.Expr):
			c.bag.Add(notConstant(item.Range(), "a list holds constants"))
			ok = false
		case x.Ok() && ok:
			if _, fits := typing.Common(x, o); !fits {
				c.bag.Add(noCommonType(item.Range(), x, o))
				ok = false
			}
		}
	}
	if !ok {
		return typing.Operand{}
	}
	common, ok := typing.Common(all...)
	if !ok {
		c.bag.Add(noType(e.X.Range()))
		return typing.Operand{}
	}
	var args []ir.Expr
	for i, o := range all {
		arg, ok := typing.To(o, common)
		if !ok || i > 0 && !isConst(arg) {
			c.bag.Add(noCommonType(o.Span(), x, o))
			return typing.Operand{}
		}
		args = append(args, arg)
	}
	out := spanned(typing.Strict(ir.In, types.Bool, args...), e.Span)
	if e.Not {
		out = spanned(typing.Strict(ir.Not, types.Bool, out), e.Span)
	}
	return typing.Of(out)
}

func isConst(e ir.Expr) bool {
	_, ok := e.(*ir.Const)
	return ok
}

// call checks the call of a function.
func (c *checker) call(s scope, e *ast.CallExpr) typing.Operand {
	f := fn.Lookup(e.Func.Name)
	if f == nil {
		if a := agg.Lookup(e.Func.Name); a != nil {
			c.bag.Add(nestedAggregation(e))
		} else {
			c.bag.Add(unknownFunction(e.Func, append(fn.Names(), agg.Names()...), "function"))
		}
		return typing.Operand{}
	}
	args, ok := c.args(s, e)
	if !ok {
		return typing.Operand{}
	}
	if err := f.CheckCount(len(args)); err != nil {
		c.bag.Add(badCall(e, err))
		return typing.Operand{}
	}
	out, err := f.Resolve(args)
	if err != nil {
		c.bag.Add(badCall(e, err))
		return typing.Operand{}
	}
	c.weaken(f.Class)
	for _, a := range args {
		if a.Expr == out {
			return a // the function changes nothing
		}
	}
	return typing.Of(spanned(out, e.Span))
}

// args checks the arguments of a call; none of them has a name.
func (c *checker) args(s scope, e *ast.CallExpr) (out []typing.Operand, ok bool) {
	ok = true
	for _, a := range e.Args {
		if a.Name.Name != "" {
			c.bag.Add(namedArgument(a.Name, e.Func.Name))
			ok = false
			continue
		}
		o := c.expr(s, a.Value)
		ok = ok && o.Ok()
		out = append(out, o)
	}
	return out, ok
}

// spanned says where a new operation is written.
func spanned(e ir.Expr, span source.Span) ir.Expr {
	if call, ok := e.(*ir.Call); ok {
		call.S = span
	}
	return e
}
