package check

import (
	"fmt"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/lang/ast"
	"github.com/featc-lang/featc/lang/diag"
)

// Warnings about training sets that see more than a server will.

func unknownArrival(src *ir.Source, s *ir.FeatureSet) *diag.Diagnostic {
	help := "name the column that says when a row was first known, `arrival landed_at`, or how long that takes, `delay 1h`; `delay 0s` says that it is known at once"
	d := warning("F0901", src.Span, fmt.Sprintf("source %s does not say when its events are known", src.Name), help)
	return see(d, s.Span, "this set would train on each event from the instant it happened")
}

// ownEvent is about the features of one view; w is the window of the first as it
// was written, nil where it was left out.
func ownEvent(s *ir.FeatureSet, fs []*ir.Feature, w *ast.Window) *diag.Diagnostic {
	first, src := fs[0], fs[0].View.Source
	what := first.QName()
	holds := "holds"
	if n := len(fs) - 1; n > 0 {
		what, holds = fmt.Sprintf("%s and %s", what, counted(n, "more feature")), "hold"
	}
	d := warning("F0902", first.Span, fmt.Sprintf("in training, %s %s the event that the label is about", what, holds), "")
	d.Help = "leave it out with an interval that is open at now, such as `[30d, now)`, or with `delay 1us` in source " + src.Name
	if w != nil {
		d.Span = w.Span
		if w.Kind == ast.WindowAge || w.Kind == ast.WindowInterval {
			age := w.From.Range().Text()
			d.Help = fmt.Sprintf("leave it out: `[%s, now)`; or say that a server has seen it too: `[%s, now]` here, and `delay 0s` in source %s", age, age, src.Name)
		}
	}
	return see(d, s.Labels.Span, "the labels are the events of source "+src.Name)
}

func lateRequest(s *ir.FeatureSet, field *ir.Column, src *ir.Source) *diag.Diagnostic {
	known := "after a delay"
	if src.Arrival != ir.None {
		known = "at `" + src.Columns[src.Arrival].Name + "`"
	}
	d := warning("F0903", field.Span, fmt.Sprintf("request field %s is a column of source %s, which is known only %s", field.Name, src.Name, known),
		"leave it out, or declare it in a source of the same file without `arrival` where it is known at `"+s.Time.Name+"`")
	return see(d, src.Span, "the labels are the events of this source")
}
