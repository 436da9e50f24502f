package check

import (
	"math/big"

	"github.com/featc-lang/featc/compiler/cell"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/lang/ast"
	"github.com/featc-lang/featc/lang/diag"
	"github.com/featc-lang/featc/lang/source"
	"github.com/featc-lang/featc/runtime/value"
)

var comparisons = map[string]ir.Op{
	"==": ir.Eq, "!=": ir.Ne, "<": ir.Lt, "<=": ir.Le, ">": ir.Gt, ">=": ir.Ge,
}

// binary checks `x op y`.
func (c *checker) binary(s scope, e *ast.Binary) typing.Operand {
	x, y := c.expr(s, e.X), c.expr(s, e.Y)
	if !x.Ok() || !y.Ok() {
		return typing.Operand{}
	}
	switch e.Op {
	case "and":
		return c.logic(ir.And, e.Span, x, y)
	case "or":
		return c.logic(ir.Or, e.Span, x, y)
	}
	if x.IsNull() || y.IsNull() {
		c.bag.Add(nullOperand(e, x.IsNull()))
		return typing.Operand{}
	}
	if op, ok := comparisons[e.Op]; ok {
		return c.compare(e, op, x, y)
	}
	out := c.arithmetic(e, x, y)
	if out == nil {
		return typing.Operand{}
	}
	return typing.Of(spanned(out, e.Span))
}

// compare checks a comparison: both sides are brought to one type.
func (c *checker) compare(e *ast.Binary, op ir.Op, x, y typing.Operand) typing.Operand {
	common, ok := typing.Common(x, y)
	if !ok {
		c.bag.Add(noCommonType(e.Span, x, y))
		return typing.Operand{}
	}
	if op != ir.Eq && op != ir.Ne && !common.IsOrdered() {
		c.bag.Add(wrongType(e.Span, "`"+e.Op+"` needs types with an order", common, "use == or !="))
		return typing.Operand{}
	}
	var args []ir.Expr
	for _, o := range []typing.Operand{x, y} {
		arg, ok := toScale(o, common)
		if !ok {
			c.bag.Add(noCommonType(e.Span, x, y))
			return typing.Operand{}
		}
		args = append(args, arg)
	}
	return typing.Of(spanned(typing.Strict(op, types.Bool, args...), e.Span))
}

// toScale converts an operand to a type; a decimal that has the scale already
// stays as it is.
func toScale(o typing.Operand, t types.Type) (ir.Expr, bool) {
	if o.Expr != nil && t.Kind == value.Decimal {
		if from := o.Expr.Type(); from.Kind == value.Decimal && from.Scale == t.Scale {
			return o.Expr, true
		}
	}
	return typing.To(o, t)
}

// arithmetic checks + - * / %; nil where there is an error.
func (c *checker) arithmetic(e *ast.Binary, x, y typing.Operand) ir.Expr {
	x, y = timeLiteral(x, y), timeLiteral(y, x)
	t, u := x.Type(), y.Type()
	switch {
	case !t.IsNumeric() || !u.IsNumeric():
		return c.timeArithmetic(e, x, y)
	case e.Op == "/":
		return c.floats(e, ir.DivFloat, x, y)
	case e.Op == "%":
		return c.modulo(e, x, y)
	case t.Kind == value.Float64 || u.Kind == value.Float64:
		return c.floats(e, map[string]ir.Op{"+": ir.AddFloat, "-": ir.SubFloat, "*": ir.MulFloat}[e.Op], x, y)
	case t.Kind == value.Int64 && u.Kind == value.Int64:
		return c.ints(e, map[string]ir.Op{"+": ir.AddInt, "-": ir.SubInt, "*": ir.MulInt}[e.Op], x, y)
	}
	return c.decimals(e, x, y)
}

func (c *checker) floats(e *ast.Binary, op ir.Op, x, y typing.Operand) ir.Expr {
	a, aOk := typing.To(x, types.Float64)
	b, bOk := typing.To(y, types.Float64)
	if !aOk || !bOk {
		c.bag.Add(numberRange(e.Span, "float64", ""))
		return nil
	}
	if op == ir.DivFloat && y.IsZero() {
		c.bag.Add(alwaysNull(e.Span, "a division by zero"))
	}
	return typing.Checked(op, types.Float64, a, b)
}

func (c *checker) modulo(e *ast.Binary, x, y typing.Operand) ir.Expr {
	a, aOk := typing.To(x, types.Int64)
	b, bOk := typing.To(y, types.Int64)
	if !aOk || !bOk {
		c.bag.Add(noOperator(e, x.Type(), y.Type(), "% is for int64"))
		return nil
	}
	if y.IsZero() {
		c.bag.Add(alwaysNull(e.Span, "a division by zero"))
	}
	return typing.Checked(ir.ModInt, types.Int64, a, b)
}

func (c *checker) ints(e *ast.Binary, op ir.Op, x, y typing.Operand) ir.Expr {
	a, _ := typing.To(x, types.Int64)
	b, _ := typing.To(y, types.Int64)
	if overflows(op, a, b) {
		c.bag.Add(alwaysNull(e.Span, "an overflow"))
	}
	return typing.Checked(op, types.Int64, a, b)
}

// overflows reports whether an operation on two constants leaves int64.
func overflows(op ir.Op, a, b ir.Expr) bool {
	x, ok := a.(*ir.Const)
	y, alsoOk := b.(*ir.Const)
	if !ok || !alsoOk {
		return false
	}
	m, n := big.NewInt(x.Value.I), big.NewInt(y.Value.I)
	switch op {
	case ir.AddInt:
		m.Add(m, n)
	case ir.SubInt:
		m.Sub(m, n)
	default:
		m.Mul(m, n)
	}
	return !m.IsInt64()
}

// decimals checks + - * of two exact numbers of which one is a decimal.
func (c *checker) decimals(e *ast.Binary, x, y typing.Operand) ir.Expr {
	t, u := exactType(x), exactType(y)
	if e.Op == "*" {
		product, ok := types.DecimalProduct(t, u)
		if !ok {
			c.bag.Add(productScale(e, t, u))
			return nil
		}
		a, _ := toScale(x, types.Decimal(t.IntDigits()+int(t.Scale), int(t.Scale)))
		b, _ := toScale(y, types.Decimal(u.IntDigits()+int(u.Scale), int(u.Scale)))
		return &ir.Call{Op: ir.MulDec, Args: []ir.Expr{a, b}, T: product.OrNull(typing.AnyNullable([]ir.Expr{a, b}))}
	}
	sum := types.DecimalSum(t, u)
	var args []ir.Expr
	for i, o := range []typing.Operand{x, y} {
		digits := []types.Type{t, u}[i].IntDigits() + int(sum.Scale)
		arg, ok := toScale(o, types.Decimal(min(digits, types.MaxPrecision), int(sum.Scale)))
		if !ok { // a literal whose digits do not fit beside the other's scale
			c.bag.Add(numberRange(o.Span(), sum.NotNull().String(), ""))
			return nil
		}
		args = append(args, arg)
	}
	op := ir.AddDec
	if e.Op == "-" {
		op = ir.SubDec
	}
	return &ir.Call{Op: op, Args: args, T: sum.OrNull(typing.AnyNullable(args))}
}

// exactType is the type that an operand has in decimal arithmetic: a literal
// has no more digits than are written.
func exactType(o typing.Operand) types.Type {
	if o.Literal != nil {
		return o.Literal.Decimal()
	}
	return o.Type()
}

// timeLiteral gives a string beside a time the type of that, where it reads so.
func timeLiteral(o, beside typing.Operand) typing.Operand {
	if o.Literal == nil || o.Literal.Kind != typing.Text || beside.Type().Kind != value.Timestamp {
		return o
	}
	if e, ok := typing.To(o, types.Timestamp); ok {
		return typing.Of(e)
	}
	return o
}

// timeArithmetic checks + and - of timestamps and durations.
func (c *checker) timeArithmetic(e *ast.Binary, x, y typing.Operand) ir.Expr {
	type form struct {
		op   string
		x, y value.Kind
	}
	forms := map[form]struct {
		op     ir.Op
		result types.Type
	}{
		{"+", value.Timestamp, value.Duration}:  {ir.AddTimeDur, types.Timestamp},
		{"-", value.Timestamp, value.Duration}:  {ir.SubTimeDur, types.Timestamp},
		{"-", value.Timestamp, value.Timestamp}: {ir.SubTime, types.Duration},
		{"+", value.Duration, value.Duration}:   {ir.AddDur, types.Duration},
		{"-", value.Duration, value.Duration}:   {ir.SubDur, types.Duration},
	}
	if e.Op == "+" && x.Type().Kind == value.Duration && y.Type().Kind == value.Timestamp {
		x, y = y, x
	}
	f, ok := forms[form{e.Op, x.Type().Kind, y.Type().Kind}]
	if !ok {
		if d := unreadTime(x, y); d != nil && e.Op == "-" {
			c.bag.Add(d)
			return nil
		}
		c.bag.Add(noOperator(e, x.Type(), y.Type(), arithmeticHelp(x.Type(), y.Type())))
		return nil
	}
	if f.op == ir.SubTime {
		return typing.Strict(f.op, f.result, x.Expr, y.Expr)
	}
	return typing.Checked(f.op, f.result, x.Expr, y.Expr)
}

func arithmeticHelp(t, u types.Type) string {
	switch {
	case t.Kind == value.Duration || u.Kind == value.Duration:
		return "int64(x) is a duration in microseconds"
	case t.Kind == value.String && u.Kind == value.String:
		return "concat(a, b) joins strings"
	case t.Kind == value.Bool || u.Kind == value.Bool:
		return "if(x, 1, 0) is a condition as a number"
	}
	return ""
}

// noCommonType says why two operands have no common type.
func noCommonType(span source.Span, x, y typing.Operand) *diag.Diagnostic {
	if d := unreadTime(x, y); d != nil {
		return d
	}
	return incomparable(span, x, y)
}

// unreadTime says why a string beside a time is not read as one; nil where
// there are no two such operands, or it is.
func unreadTime(x, y typing.Operand) *diag.Diagnostic {
	for _, p := range [][2]typing.Operand{{x, y}, {y, x}} {
		text, t := p[0].Literal, p[1].Type()
		if text == nil || text.Kind != typing.Text || t.Kind != value.Timestamp && t.Kind != value.Date {
			continue
		}
		if _, err := cell.Decode(text.Text, &ir.Column{Type: t.NotNull()}); err != nil {
			return notATime(text.Span, err)
		}
	}
	return nil
}
