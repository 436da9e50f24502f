package format

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/featc-lang/featc/lang/ast"
)

// exprText writes an expression on one line.
func exprText(e ast.Expr) string {
	switch n := e.(type) {
	case *ast.Name:
		return n.Name
	case *ast.Path:
		return n.Base.Name + "." + n.Field.Name
	case *ast.Lookup:
		var keys []string
		for _, k := range n.Keys {
			keys = append(keys, exprText(k))
		}
		return n.Base.Name + "[" + strings.Join(keys, ", ") + "]." + n.Field.Name
	case *ast.NumberLit:
		return n.Text
	case *ast.StringLit:
		return quote(n.Value)
	case *ast.BoolLit:
		if n.Value {
			return "true"
		}
		return "false"
	case *ast.NullLit:
		return "null"
	case *ast.DurationLit:
		return n.Text
	case *ast.Unary:
		if n.Op == "not" {
			return "not " + exprText(n.X)
		}
		return n.Op + exprText(n.X)
	case *ast.Binary:
		return exprText(n.X) + " " + n.Op + " " + exprText(n.Y)
	case *ast.IsNull:
		if n.Not {
			return exprText(n.X) + " is not null"
		}
		return exprText(n.X) + " is null"
	case *ast.In:
		var list []string
		for _, x := range n.List {
			list = append(list, exprText(x))
		}
		op := " in ("
		if n.Not {
			op = " not in ("
		}
		return exprText(n.X) + op + strings.Join(list, ", ") + ")"
	case *ast.CallExpr:
		return n.Func.Name + "(" + argsText(n.Args) + ")"
	case *ast.Paren:
		return "(" + exprText(n.X) + ")"
	}
	panic(fmt.Sprintf("format: no such expression: %T", e))
}

func argsText(args []ast.Arg) string {
	var out []string
	for _, a := range args {
		text := exprText(a.Value)
		if a.Name.Name != "" {
			text = a.Name.Name + ": " + text
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}

func typeText(t *ast.TypeExpr) string {
	text := t.Name.Name
	if t.Args != nil {
		text += "(" + argsText(t.Args) + ")"
	}
	if t.Elems != nil {
		var elems []string
		for i := range t.Elems {
			elems = append(elems, typeText(&t.Elems[i]))
		}
		text += "(" + strings.Join(elems, ", ") + ")"
	}
	if t.Nullable {
		text += "?"
	}
	return text
}

func windowText(w *ast.Window) string {
	switch w.Kind {
	case ast.WindowInterval:
		open, end := "(", ")"
		if w.FromClosed {
			open = "["
		}
		if w.ToClosed {
			end = "]"
		}
		return open + exprText(w.From) + ", " + exprText(w.To) + end
	case ast.WindowLast:
		text := "last " + exprText(w.Count)
		if w.Within != nil {
			text += " within " + exprText(w.Within)
		}
		if w.By != nil { // wrong, and for the checker to say
			text += " by " + exprText(w.By)
		}
		return text
	case ast.WindowAll:
		return "all"
	case ast.WindowCall:
		return exprText(w.Call)
	}
	if w.By != nil {
		return exprText(w.From) + " by " + exprText(w.By)
	}
	return exprText(w.From)
}

func names(ids []ast.Ident) string {
	var out []string
	for _, i := range ids {
		out = append(out, i.Name)
	}
	return strings.Join(out, ", ")
}

// quote writes a string literal. What cannot be seen is escaped.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case !unicode.IsPrint(r):
			fmt.Fprintf(&b, `\u{%X}`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
