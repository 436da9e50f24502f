package fn

import (
	"fmt"
	"strings"
)

// Markdown is the page of the docs that lists every function.
func Markdown() string {
	var b strings.Builder
	b.WriteString(`# Functions

What can be called in an expression. This page is written from the catalogue in compiler/fn, whose examples are tests;
[language.md](language.md) says where expressions stand, [semantics.md](semantics.md) what holds for all functions.
An argument that is named without a type is a constant. Unless said otherwise a function is null where an argument is,
and exact: the same on every engine, bit for bit.
`)
	cell := strings.NewReplacer("|", `\|`, "\n", " ")
	for _, g := range Groups {
		fmt.Fprintf(&b, "\n## %s\n\n| function | | for example |\n|---|---|---|\n", g.Title)
		for _, f := range g.Functions {
			doc := f.Doc
			if f.Class != 0 {
				doc += " Class: " + f.Class.String() + "."
			}
			var signatures, examples []string
			for _, s := range f.Signatures {
				signatures = append(signatures, "`"+s+"`")
			}
			for _, x := range f.Examples {
				want := x.Want
				if want == "" {
					want = `""`
				}
				examples = append(examples, fmt.Sprintf("`%s` = `%s`", x.Expr, want))
			}
			row := []string{strings.Join(signatures, "<br>"), doc, strings.Join(examples, "<br>")}
			for i := range row {
				row[i] = cell.Replace(row[i])
			}
			b.WriteString("| " + strings.Join(row, " | ") + " |\n")
		}
	}
	return b.String()
}
