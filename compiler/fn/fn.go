// Package fn is the catalogue of functions: what may be called in an
// expression over the columns of one event, or over features. Each function is
// one file; adding one is writing that file and naming it in catalogue.go.
//
// A function is a shape in the language (name, arguments, docs, examples) and
// a way to write a call of it in operations of the IR. Backends know
// operations only.
package fn

import (
	"fmt"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/compiler/zone"
	"github.com/featc-lang/featc/runtime/value"
)

// Function is one entry of the catalogue.
type Function struct {
	Name       string
	Signatures []string // as a person calls it: "hour(t timestamp, zone string) int64"
	Doc        string   // one or two sentences
	Class      ir.Class
	MinArgs    int
	MaxArgs    int // typing.Variadic: no limit
	Examples   []Example
	// Resolve writes a call in operations. The number of arguments is right.
	Resolve func(args []typing.Operand) (ir.Expr, *typing.Error)
}

// Example is a call and its value, both as a person writes them.
type Example struct{ Expr, Want string }

// CheckCount says what is wrong with a number of arguments; nil: nothing.
func (f *Function) CheckCount(n int) *typing.Error {
	return typing.CheckCount(n, f.MinArgs, f.MaxArgs, f.Signatures)
}

// typed gives an argument a type of its own.
func typed(args []typing.Operand, i int) (ir.Expr, *typing.Error) {
	e, ok := typing.Default(args[i])
	if !ok {
		return nil, &typing.Error{Arg: i, Message: "this has no type here", Help: "write a value of a type, such as 0 or \"\""}
	}
	return e, nil
}

// common converts the arguments to one type.
func common(args []typing.Operand) ([]ir.Expr, types.Type, *typing.Error) {
	t, ok := typing.Common(args...)
	if !ok {
		return nil, t, noCommon(args, 0)
	}
	out := make([]ir.Expr, 0, len(args))
	for i, a := range args {
		e, ok := typing.To(a, t)
		if !ok {
			return nil, t, typing.Unexpected(i, t.NotNull().String(), a.Type(), "")
		}
		out = append(out, e)
	}
	return out, t, nil
}

// noCommon blames the first argument that does not go with those before it.
func noCommon(args []typing.Operand, first int) *typing.Error {
	for first < len(args) && args[first].IsNull() {
		first++
	}
	for i := first + 1; i < len(args); i++ {
		if _, ok := typing.Common(args[first : i+1]...); !ok {
			return &typing.Error{
				Arg:     i,
				Message: fmt.Sprintf("%s does not go with %s", args[i].Type().NotNull(), args[first].Type().NotNull()),
				Help:    "all alternatives need one type",
			}
		}
	}
	return &typing.Error{Arg: typing.Whole, Message: "has nothing but null to choose from", Help: "at least one needs a value of a type"}
}

// textArg demands an argument of type string.
func textArg(args []typing.Operand, i int) (ir.Expr, *typing.Error) {
	e, err := typed(args, i)
	if err == nil && e.Type().Kind != value.String {
		return nil, typing.Unexpected(i, "string", e.Type(), "")
	}
	return e, err
}

// zoneArg demands a constant zone that exists.
func zoneArg(args []typing.Operand, i int) (ir.Expr, *typing.Error) {
	l := args[i].Literal
	if l == nil || l.Kind != typing.Text {
		return nil, &typing.Error{Arg: i, Message: "a zone is a constant string", Help: `name it as in "Europe/Paris"`}
	}
	if !zone.Exists(l.Text) {
		return nil, &typing.Error{Arg: i, Message: fmt.Sprintf("there is no zone %q", l.Text), Help: `zones are named as in "Europe/Paris" or "UTC"`}
	}
	return &ir.Const{Value: value.OfString(l.Text), T: types.String, S: l.Span}, nil
}

// calendar makes a function from a timestamp and a zone.
func calendar(name, doc string, op ir.Op, result types.Type, examples ...Example) *Function {
	return &Function{
		Name:       name,
		Signatures: []string{fmt.Sprintf("%s(t timestamp, zone string) %s", name, result)},
		Doc:        doc,
		MinArgs:    2, MaxArgs: 2,
		Examples: examples,
		Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
			t, ok := typing.To(args[0], types.Timestamp)
			if !ok {
				return nil, typing.Unexpected(0, "timestamp", args[0].Type(), "")
			}
			zone, err := zoneArg(args, 1)
			if err != nil {
				return nil, err
			}
			return typing.Strict(op, result, t, zone), nil
		},
	}
}

// textTest makes a function that asks one string about another.
func textTest(name, doc string, op ir.Op, examples ...Example) *Function {
	return &Function{
		Name:       name,
		Signatures: []string{name + "(s string, part string) bool"},
		Doc:        doc,
		MinArgs:    2, MaxArgs: 2,
		Examples: examples,
		Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
			s, err := textArg(args, 0)
			if err != nil {
				return nil, err
			}
			part, err := textArg(args, 1)
			if err != nil {
				return nil, err
			}
			return typing.Strict(op, types.Bool, s, part), nil
		},
	}
}

// rounding makes a function that takes a float64 to a whole one.
func rounding(name, doc string, op ir.Op, examples ...Example) *Function {
	return &Function{
		Name:       name,
		Signatures: []string{name + "(x float64) float64"},
		Doc:        doc,
		MinArgs:    1, MaxArgs: 1,
		Examples: examples,
		Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
			x, ok := typing.To(args[0], types.Float64)
			if !ok {
				return nil, typing.Unexpected(0, "a number", args[0].Type(), "")
			}
			return typing.Strict(op, types.Float64, x), nil
		},
	}
}

// extreme makes least or greatest.
func extreme(name, doc string, op ir.Op, examples ...Example) *Function {
	return &Function{
		Name:       name,
		Signatures: []string{name + "(a T, b T, …) T"},
		Doc:        doc,
		MinArgs:    2, MaxArgs: typing.Variadic,
		Examples: examples,
		Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
			es, t, err := common(args)
			if err != nil {
				return nil, err
			}
			if !t.IsOrdered() {
				return nil, typing.Unexpected(0, "a type with an order", t, "")
			}
			return typing.Strict(op, t, es...), nil
		},
	}
}
