package check

import (
	"fmt"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/compiler/typing"
	"github.com/featc-lang/featc/lang/ast"
	"github.com/featc-lang/featc/lang/diag"
	"github.com/featc-lang/featc/lang/source"
	"github.com/featc-lang/featc/runtime/value"
)

// Diagnostics about types and calls.

// spell names the type of an operand; null has none.
func spell(t types.Type) string {
	if t.Kind == value.Invalid {
		return "null"
	}
	return t.NotNull().String()
}

func incomparable(span source.Span, x, y typing.Operand) *diag.Diagnostic {
	t, u := x.Type(), y.Type()
	help := ""
	switch {
	case t.IsNumeric() && u.Kind == value.String || t.Kind == value.String && u.IsNumeric():
		help = textOrNumber(x, y)
	case t.Kind == value.Duration || u.Kind == value.Duration:
		help = "a duration compares with a duration such as 1h"
	}
	return problem("F0301", span, fmt.Sprintf("cannot compare %s with %s", spell(t), spell(u)), help)
}

// textOrNumber says which quotes to add or to leave out, where the literal of
// a string and a number is what is wrong.
func textOrNumber(x, y typing.Operand) string {
	for _, o := range []typing.Operand{x, y} {
		switch {
		case o.Literal == nil:
		case o.Literal.Kind == typing.Text:
			return "if a number is meant, leave out the quotes"
		default:
			return "if text is meant, put the number in double quotes"
		}
	}
	return ""
}

func noOperator(e *ast.Binary, x, y types.Type, help string) *diag.Diagnostic {
	return problem("F0301", e.Span, fmt.Sprintf("`%s` is not defined for %s and %s", e.Op, spell(x), spell(y)), help)
}

func wrongType(span source.Span, message string, found types.Type, help string) *diag.Diagnostic {
	return problem("F0302", span, fmt.Sprintf("%s, found %s", message, spell(found)), help)
}

func notBool(span source.Span, found types.Type) *diag.Diagnostic {
	return wrongType(span, "`where` needs a condition", found, "compare it with something, as in `status == \"approved\"`")
}

func numberRange(span source.Span, typeName, help string) *diag.Diagnostic {
	return problem("F0305", span, "the number does not fit "+article(typeName), help)
}

func noType(span source.Span) *diag.Diagnostic {
	return problem("F0306", span, "null has no type here", "write a value, or leave it out")
}

func nullOperand(e *ast.Binary, left bool) *diag.Diagnostic {
	span, other := e.Y.Range(), e.X.Range()
	if left {
		span, other = other, span
	}
	help := "the result would always be null"
	switch e.Op {
	case "==":
		help = "write `" + other.Text() + " is null`"
	case "!=":
		help = "write `" + other.Text() + " is not null`"
	}
	return problem("F0306", span, fmt.Sprintf("`%s` with null is never true", e.Op), help)
}

func nullInList(span source.Span) *diag.Diagnostic {
	return problem("F0306", span, "nothing equals null, so a list has none", "add `or x is null`")
}

func notConstant(span source.Span, message string) *diag.Diagnostic {
	return problem("F0310", span, message, "write a value such as 0 or \"a\"")
}

func alwaysNull(span source.Span, cause string) *diag.Diagnostic {
	return warning("F0311", span, "this is always null: "+cause, "")
}

func notATime(span source.Span, err error) *diag.Diagnostic {
	return problem("F0312", span, err.Error(), "")
}

func productScale(e *ast.Binary, t, u types.Type) *diag.Diagnostic {
	return problem("F0308", e.Span, fmt.Sprintf("%s times %s has %d digits after the point, more than %d", spell(t), spell(u), t.Scale+u.Scale, types.MaxScale),
		"convert one side: `float64("+e.X.Range().Text()+")`")
}

// badCall turns the reason why arguments do not make a call into a diagnostic
// at the argument to blame.
func badCall(e *ast.CallExpr, err *typing.Error) *diag.Diagnostic {
	if err.Arg == typing.Whole {
		return problem("F0309", e.Span, e.Func.Name+" "+err.Message, err.Help)
	}
	return problem("F0309", e.Args[err.Arg].Value.Range(), e.Func.Name+": "+err.Message, err.Help)
}

func namedArgument(name ast.Ident, fn string) *diag.Diagnostic {
	return problem("F0309", name.Span, fmt.Sprintf("%s has no argument called `%s`", fn, name.Name), "arguments go by position here")
}

func defaultType(span source.Span, o typing.Operand, f *ir.Feature) *diag.Diagnostic {
	return problem("F0407", span, fmt.Sprintf("the default is %s, but `%s` is %s", article(spell(o.Type())), f.Name, article(spell(f.Type))), "")
}

func defaultNull(span source.Span) *diag.Diagnostic {
	return problem("F0407", span, "a default that is null changes nothing", "leave it out")
}

func defaultUnused(span source.Span, name string) *diag.Diagnostic {
	return warning("F0408", span, fmt.Sprintf("`%s` is never null, so its default is never used", name), "leave it out")
}
