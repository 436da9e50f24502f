package gostream

import (
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
)

// featureDoc is the comment of a feature's field: its own words, what it is
// computed by, and its class where that is not exact.
func featureDoc(f *ir.Feature) string {
	var lines []string
	if f.Doc != "" {
		lines = append(lines, f.Doc)
	}
	if m := meaning(f); m != "" {
		lines = append(lines, m)
	}
	if f.Class != ir.Exact {
		lines = append(lines, "Class: "+f.Class.String()+".")
	}
	return strings.Join(lines, "\n")
}

// meaning is the feature's definition: what is computed, of what, over what.
func meaning(f *ir.Feature) string {
	var b strings.Builder
	switch {
	case f.Agg == nil:
		b.WriteString(written(f.Expr))
	case f.OfTable():
		b.WriteString(f.QName())
	default:
		args := make([]string, len(f.Agg.Args))
		for i, a := range f.Agg.Args {
			args[i] = written(a)
		}
		b.WriteString(f.Agg.Name + "(" + strings.Join(args, ", ") + ")")
		if f.Agg.Where != nil {
			b.WriteString(" where " + written(f.Agg.Where))
		}
		b.WriteString(" " + windowDoc(f.Agg.Window))
	}
	if f.Default != nil {
		b.WriteString(", default " + ir.FormatConst(*f.Default, f.Type))
	}
	return b.String()
}

// written is an expression as it stands in the .feat file.
func written(e ir.Expr) string {
	if text := e.Span().Text(); text != "" {
		return strings.Join(strings.Fields(text), " ")
	}
	return ir.Format(e)
}
