package fn

import (
	"fmt"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/runtime/value"
)

// to demands an argument that converts to a type by itself; wanted says so.
func to(args []typing.Operand, i int, t types.Type, wanted string) (ir.Expr, *typing.Error) {
	if args[i].IsNull() {
		return nil, &typing.Error{Arg: i, Message: "this has no type here", Help: "null needs a value beside it"}
	}
	e, ok := typing.To(args[i], t)
	if !ok {
		return nil, typing.Unexpected(i, wanted, args[i].Type(), "")
	}
	return e, nil
}

// int64Arg demands an int64.
func int64Arg(args []typing.Operand, i int) (ir.Expr, *typing.Error) {
	return to(args, i, types.Int64, "int64")
}

// numberArg demands a number, as a float64.
func numberArg(args []typing.Operand, i int) (ir.Expr, *typing.Error) {
	return to(args, i, types.Float64, "a number")
}

// timeArg demands a timestamp.
func timeArg(args []typing.Operand, i int) (ir.Expr, *typing.Error) {
	return to(args, i, types.Timestamp, "timestamp")
}

// floatConstant demands a constant number.
func floatConstant(args []typing.Operand, i int) (*ir.Const, *typing.Error) {
	e, err := numberArg(args, i)
	if err != nil {
		return nil, err
	}
	c, ok := e.(*ir.Const)
	if !ok || c.Value.IsNull() {
		return nil, &typing.Error{Arg: i, Message: "expected a constant number"}
	}
	return c, nil
}

// textConstant demands a constant string that is not empty.
func textConstant(args []typing.Operand, i int) (*ir.Const, *typing.Error) {
	l := args[i].Literal
	if l == nil || l.Kind != typing.Text || l.Text == "" {
		return nil, &typing.Error{Arg: i, Message: "expected a constant string that is not empty"}
	}
	return &ir.Const{Value: value.OfString(l.Text), T: types.String, S: l.Span}, nil
}

// choice demands a constant string that is one of a few.
func choice(args []typing.Operand, i int, from ...string) (string, *typing.Error) {
	l := args[i].Literal
	if l != nil && l.Kind == typing.Text {
		for _, s := range from {
			if l.Text == s {
				return s, nil
			}
		}
	}
	list := ""
	for n, s := range from {
		switch {
		case n == 0:
		case n == len(from)-1:
			list += " or "
		default:
			list += ", "
		}
		list += fmt.Sprintf("%q", s)
	}
	return "", &typing.Error{Arg: i, Message: "expected one of " + list}
}

// param demands the argument of an index.
type param = func(args []typing.Operand, i int) (ir.Expr, *typing.Error)

// simple makes a function that is one operation over its arguments. The
// operation can fail where the result type is nullable.
func simple(name, signature, doc string, op ir.Op, result types.Type, params []param, examples ...Example) *Function {
	return &Function{
		Name:       name,
		Signatures: []string{signature},
		Doc:        doc,
		MinArgs:    len(params), MaxArgs: len(params),
		Examples: examples,
		Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
			es := make([]ir.Expr, len(params))
			for i, p := range params {
				e, err := p(args, i)
				if err != nil {
					return nil, err
				}
				es[i] = e
			}
			if result.Nullable {
				return typing.Checked(op, result, es...), nil
			}
			return typing.Strict(op, result, es...), nil
		},
	}
}

// dateArg demands a date.
func dateArg(args []typing.Operand, i int) (ir.Expr, *typing.Error) {
	return to(args, i, types.Date, "date")
}

// textConstantArg is textConstant as a param.
func textConstantArg(args []typing.Operand, i int) (ir.Expr, *typing.Error) {
	c, err := textConstant(args, i)
	if err != nil {
		return nil, err
	}
	return c, nil
}

// constantArg demands a literal integer from low to high.
func constantArg(low, high int) param {
	return func(args []typing.Operand, i int) (ir.Expr, *typing.Error) {
		n, err := constant(args, i, low, high)
		if err != nil {
			return nil, err
		}
		return typing.Int(int64(n)), nil
	}
}
