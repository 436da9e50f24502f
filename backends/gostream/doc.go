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

// meaning is the feature's definition as written, with the one window that the
// feature has of those listed.
func meaning(f *ir.Feature) string {
	_, text, ok := strings.Cut(f.Span.Text(), "=")
	if !ok {
		return ""
	}
	text = strings.Join(strings.Fields(text), " ")
	if f.Agg == nil || f.Agg.Window.Span.IsZero() {
		return text
	}
	head, tail, ok := strings.Cut(text, " over ")
	if !ok {
		return text
	}
	text = head + " over " + strings.Join(strings.Fields(f.Agg.Window.Span.Text()), " ")
	if i := strings.LastIndex(tail, " default "); i >= 0 {
		text += tail[i:]
	}
	return text
}
