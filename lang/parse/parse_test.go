package parse

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/featc-lang/featc/lang/ast"
	"github.com/featc-lang/featc/lang/diag"
	"github.com/featc-lang/featc/lang/source"
)

// sexpr renders an expression with all its structure.
func sexpr(e ast.Expr) string {
	list := func(es []ast.Expr) string {
		var out []string
		for _, e := range es {
			out = append(out, sexpr(e))
		}
		return strings.Join(out, " ")
	}
	switch n := e.(type) {
	case nil:
		return "<nil>"
	case *ast.Name:
		return n.Name
	case *ast.Path:
		return n.Base.Name + "." + n.Field.Name
	case *ast.NumberLit:
		return n.Text
	case *ast.StringLit:
		return fmt.Sprintf("%q", n.Value)
	case *ast.BoolLit:
		return fmt.Sprint(n.Value)
	case *ast.NullLit:
		return "null"
	case *ast.DurationLit:
		return fmt.Sprintf("%dus", n.Microseconds)
	case *ast.Unary:
		return "(" + n.Op + " " + sexpr(n.X) + ")"
	case *ast.Binary:
		return "(" + n.Op + " " + sexpr(n.X) + " " + sexpr(n.Y) + ")"
	case *ast.IsNull:
		return fmt.Sprintf("(null? %s %v)", sexpr(n.X), n.Not)
	case *ast.In:
		return fmt.Sprintf("(in %s (%s) %v)", sexpr(n.X), list(n.List), n.Not)
	case *ast.CallExpr:
		var args []string
		for _, a := range n.Args {
			arg := sexpr(a.Value)
			if a.Name.Name != "" {
				arg = a.Name.Name + ": " + arg
			}
			args = append(args, arg)
		}
		return n.Func.Name + "[" + strings.Join(args, ", ") + "]"
	case *ast.Paren:
		return "{" + sexpr(n.X) + "}"
	}
	return fmt.Sprintf("%T", e)
}

func TestExpr(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"a + b * c - d", "(- (+ a (* b c)) d)"},
		{"-a * b", "(* (- a) b)"},
		{"- - 1", "(- (- 1))"},
		{"a - -1", "(- a (- 1))"},
		{"a % b / c", "(/ (% a b) c)"},
		{"a or b and not c == d", "(or a (and b (not (== c d))))"},
		{"not not a", "(not (not a))"},
		{"not a and b", "(and (not a) b)"},
		{"a < b + 1", "(< a (+ b 1))"},
		{"(a or b) and c", "(and {(or a b)} c)"},
		{"a is null or b is not null", "(or (null? a false) (null? b true))"},
		{"a + 1 in (1, -2) and b not in (\"x\")", "(and (in (+ a 1) (1 (- 2)) false) (in b (\"x\") true))"},
		{"f()", "f[]"},
		{"f(a, zone: \"x\", 1.5e-3)", "f[a, zone: \"x\", 1.5e-3]"},
		{"if(a, b, c)", "if[a, b, c]"},
		{"a.b + request.c", "(+ a.b request.c)"},
		{"1h30m + 7d + 1us", "(+ (+ 5400000000us 604800000000us) 1us)"},
		{`"a\"b\\\n\t\u{1F600}"`, `"a\"b\\\n\t😀"`},
		{"true == false", "(== true false)"},
		{"null", "null"},
		{"key + time + at + first + last + window + over", "(+ (+ (+ (+ (+ (+ key time) at) first) last) window) over)"},
		{"a // comment", "a"},
	} {
		bag := &diag.Bag{}
		e := Expr(source.NewFile("x", []byte(test.text)), bag)
		if err := bag.Err(); err != nil {
			t.Errorf("%s: %v", test.text, err)
			continue
		}
		if diff := cmp.Diff(test.want, sexpr(e)); diff != "" {
			t.Errorf("%s: %s", test.text, diff)
		}
	}
}

// TestSpans checks that the span of every node covers exactly its text.
func TestSpans(t *testing.T) {
	text := ` f( a.b , zone : -(1 + 2) )  // x`
	bag := &diag.Bag{}
	e := Expr(source.NewFile("x", []byte(text)), bag)
	if err := bag.Err(); err != nil {
		t.Fatal(err)
	}
	var got []string
	ast.Inspect(e, func(e ast.Expr) bool {
		got = append(got, e.Range().Text())
		return true
	})
	want := []string{"f( a.b , zone : -(1 + 2) )", "a.b", "-(1 + 2)", "(1 + 2)", "1 + 2", "1", "2"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if arg := e.(*ast.CallExpr).Args[1].Span.Text(); arg != "zone : -(1 + 2)" {
		t.Errorf("the argument's span is %q", arg)
	}
}

func parseFile(t *testing.T, name string) *ast.File {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	bag := &diag.Bag{}
	f := File(source.NewFile(name, text), bag)
	if err := bag.Err(); err != nil {
		t.Fatal(err)
	}
	return f
}

// outline is one line per part of the file: its kind and the text of its span.
func outline(f *ast.File) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	columns := func(cs []*ast.Column) {
		for _, c := range cs {
			line("  column %s | %s %d %v", c.Span.Text(), c.Type.Name.Name, len(c.Type.Args), c.Type.Nullable)
		}
	}
	setting := func(n *ast.Setting) {
		line("  setting %s | %d values, within %s", n.Span.Text(), len(n.Values), sexpr(n.Within))
	}
	items := func(list []ast.Item) {
		for _, i := range list {
			switch n := i.(type) {
			case *ast.Setting:
				setting(n)
			case *ast.Let:
				line("  let %s %s", n.Name.Name, sexpr(n.Value))
			case *ast.Include:
				for _, p := range n.Paths {
					line("  include %s | %s %v %d %v", p.Span.Text(), p.View.Name, p.Star, len(p.Features), p.Braced)
				}
			case *ast.Feature:
				line("  feature %s %s where %s default %s %v", n.Name.Name, sexpr(n.Value), sexpr(n.Where), sexpr(n.Default), n.Doc.Lines)
				for _, w := range n.Windows {
					line("    window %d %s | %v %v", w.Kind, w.Span.Text(), w.FromClosed, w.ToClosed)
				}
			}
		}
	}
	line("package %s", f.Package.Name)
	for _, i := range f.Imports {
		line("%s", i.Span.Text())
	}
	for _, d := range f.Decls {
		line("%T %s %v", d, d.DeclName().Name, strings.Count(d.Range().Text(), "\n"))
		switch n := d.(type) {
		case *ast.Entity:
			columns(n.Keys)
		case *ast.Source:
			line("  doc %v", n.Doc.Lines)
			columns(n.Columns)
			for _, s := range n.Settings {
				setting(s)
			}
		case *ast.Table:
			columns(n.Columns)
			for _, s := range n.Settings {
				setting(s)
			}
		case *ast.View:
			line("  for %s on %d from %s where %s", n.Entity.Name, len(n.On), n.From.Name, sexpr(n.Where))
			items(n.Items)
		case *ast.FeatureSet:
			line("  for %d", len(n.Entities))
			columns(n.Request)
			items(n.Items)
		case *ast.Test:
			for _, step := range n.Steps {
				switch s := step.(type) {
				case *ast.TestData:
					line("  data %s %d columns", s.Source.Name, len(s.Columns))
					for _, r := range s.Rows {
						for _, c := range r {
							line("    cell %s %v", c.Text, c.Quoted)
						}
					}
				case *ast.TestAt:
					line("  at %s", s.Time.Text)
					for _, k := range append(s.Entries, s.Request...) {
						line("    %s | %s %d", k.Span.Text(), k.Name.Name, len(k.Values))
					}
					for _, c := range s.Checks {
						line("    check %s", sexpr(c))
					}
				}
			}
		}
	}
	for _, c := range f.Comments {
		line("comment %s | %s", c.Text, c.Span.Text())
	}
	return b.String()
}

func TestFile(t *testing.T) {
	got := outline(parseFile(t, "testdata/everything.feat"))
	const golden = "testdata/everything.outline"
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
}

func TestComments(t *testing.T) {
	text := `// first
package p

/// not a doc: a blank line follows

/// Doc of
/// the entity.
entity user (user_id: int64) // trailing /// text

view v for user from t { // open
  /// Doc of n.
  n = count() /// trailing
  //// not a doc
  /// nothing follows
}
`
	bag := &diag.Bag{}
	f := File(source.NewFile("x", []byte(text)), bag)
	if err := bag.Err(); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range f.Comments {
		if c.Text != c.Span.Text() {
			t.Errorf("span of %q is %q", c.Text, c.Span.Text())
		}
		got = append(got, c.Text)
	}
	want := []string{
		"// first", "/// not a doc: a blank line follows", "// trailing /// text", "// open",
		"/// trailing", "//// not a doc", "/// nothing follows",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"Doc of", "the entity."}, f.Decls[0].(*ast.Entity).Doc.Lines); diff != "" {
		t.Error(diff)
	}
	n := f.Decls[1].(*ast.View).Items[0].(*ast.Feature)
	if diff := cmp.Diff([]string{"Doc of n."}, n.Doc.Lines); diff != "" {
		t.Error(diff)
	}
}

// features is a package with n windowed features, in views of 50.
func features(n int) []byte {
	var b strings.Builder
	b.WriteString("package p\n")
	for i := range n {
		if i%50 == 0 {
			fmt.Fprintf(&b, "\n}\n\nview v%d for user from txns where status == \"ok\" {\n", i/50)
		}
		fmt.Fprintf(&b, "  /// Feature %d.\n  f%d = sum(amount * 0.92) where hour(at, \"Asia/Kolkata\") < %d over 1h, 7d default 0\n", i, i, i%24)
	}
	b.WriteString("}\n")
	return []byte(strings.Replace(b.String(), "\n}\n\n", "\n", 1))
}

func BenchmarkParse1000(b *testing.B) {
	text := features(1000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		bag := &diag.Bag{}
		File(source.NewFile("x", text), bag)
		if err := bag.Err(); err != nil {
			b.Fatal(err)
		}
	}
}

// FuzzFile must not panic, and must not lose a file without a reason.
func FuzzFile(f *testing.F) {
	f.Add([]byte("package p\nentity user (user_id: int64)\n"))
	f.Add(features(3))
	for _, info := range Codes {
		f.Add([]byte(info.Example))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		bag := &diag.Bag{}
		file := File(source.NewFile("x", text), bag)
		if file.Package.Name == "" && !bag.HasErrors() {
			t.Error("no package and no error")
		}
		for _, d := range bag.Sorted() {
			if s := d.Span; s.Start < 0 || s.Start > s.End || s.End > len(text) {
				t.Errorf("%v: span [%d, %d) of %d bytes", d, s.Start, s.End, len(text))
			}
		}
	})
}
