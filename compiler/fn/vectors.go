package fn

import (
	"fmt"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/runtime/jsontext"
	"github.com/featc-lang/featc/runtime/value"
)

// vectorArgs demands two vectors of one type. A string is the vector that it is as
// JSON, of the type of the other.
func vectorArgs(args []typing.Operand) ([]ir.Expr, *typing.Error) {
	var of types.Type
	for i, a := range args {
		t := a.Type()
		switch {
		case a.IsNull():
			return nil, &typing.Error{Arg: i, Message: "this has no type here", Help: "null needs a value beside it"}
		case a.Literal != nil && a.Literal.Kind == typing.Text:
			continue
		case t.Kind != value.Vector:
			return nil, typing.Unexpected(i, "a vector", t, "")
		case of.Kind == value.Vector && !of.Same(t) && of.Model != t.Model:
			return nil, &typing.Error{Arg: i, Message: fmt.Sprintf("expected a vector of %s, found one of %s", model(of), model(t)), Help: "vectors of different models do not mix"}
		case of.Kind == value.Vector && !of.Same(t):
			return nil, typing.Unexpected(i, of.NotNull().String(), t, "")
		}
		of = t
	}
	if of.Kind != value.Vector {
		n := 0
		for range jsontext.Value(args[0].Literal.Text).Elements {
			n++
		}
		of = types.Vector(n, "")
	}
	out := make([]ir.Expr, len(args))
	for i := range args {
		e, err := to(args, i, of, of.NotNull().String())
		if err != nil {
			return nil, err
		}
		out[i] = e
	}
	return out, nil
}

func model(t types.Type) string {
	if t.Model == "" {
		return "no model"
	}
	return "model " + t.Model
}

// onVectors makes a function of two vectors.
func onVectors(name, doc string, build func(a, b ir.Expr) ir.Expr, examples ...Example) *Function {
	return &Function{
		Name:       name,
		Signatures: []string{name + "(a vector(n), b vector(n)) float64"},
		Doc:        doc + " Of one length and model. Sums go from the first element to the last, each step a float operation.",
		MinArgs:    2, MaxArgs: 2,
		Examples: examples,
		Resolve: func(args []typing.Operand) (ir.Expr, *typing.Error) {
			es, err := vectorArgs(args)
			if err != nil {
				return nil, err
			}
			return build(es[0], es[1]), nil
		},
	}
}

func dot(a, b ir.Expr) ir.Expr { return typing.Checked(ir.DotVector, types.Float64, a, b) }

func root(x ir.Expr) ir.Expr { return typing.Checked(ir.SqrtFloat, types.Float64, x) }

var dotFunction = onVectors("dot", "The dot product of two vectors.", dot,
	Example{`dot("[1, 2]", "[3, 4]")`, "11"}, Example{`dot("[1e200]", "[1e200]")`, "null"})

var cosineFunction = onVectors("cosine", "The cosine of the angle between two vectors: dot(a, b) / (sqrt(dot(a, a)) * sqrt(dot(b, b))); null where one is zero.",
	func(a, b ir.Expr) ir.Expr {
		lengths := typing.Checked(ir.MulFloat, types.Float64, root(dot(a, a)), root(dot(b, b)))
		return typing.Checked(ir.DivFloat, types.Float64, dot(a, b), lengths)
	},
	Example{`cosine("[3, 4]", "[4, 3]")`, "0.96"}, Example{`cosine("[0, 0]", "[4, 3]")`, "null"})

var l2DistanceFunction = onVectors("l2_distance", "How far apart two vectors are: the root of the sum of the squares of a[i] - b[i].",
	func(a, b ir.Expr) ir.Expr { return root(typing.Checked(ir.SquaresBetween, types.Float64, a, b)) },
	Example{`l2_distance("[1, 1]", "[4, 5]")`, "5"})
