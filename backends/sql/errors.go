package sql

import (
	"fmt"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/lang/diag"
	"github.com/featc-lang/featc/lang/source"
)

// What this package has to say to people, F0820 and on.

func errNoOp(d *Dialect, call *ir.Call) *diag.Diagnostic {
	return &diag.Diagnostic{
		Code: "F0820", Severity: diag.Error, Span: call.Span(),
		Message: fmt.Sprintf("%s cannot compute %s exactly", d.Name, call.Op),
	}
}

func errCannot(d *Dialect, c Capability, why string, span source.Span) *diag.Diagnostic {
	return &diag.Diagnostic{
		Code: "F0821", Severity: diag.Error, Span: span,
		Message: fmt.Sprintf("%s has no %s, which %s needs", d.Name, c, why),
	}
}

func errNoEvents(v *ir.View) *diag.Diagnostic {
	return &diag.Diagnostic{
		Code: "F0823", Severity: diag.Error, Span: v.Span,
		Message: fmt.Sprintf("view `%s` has no feature over events, so there is no time at which it changes", v.Name),
		Help:    "read it through a feature set",
	}
}

func errNoBatch(s *ir.Source) *diag.Diagnostic {
	return &diag.Diagnostic{
		Code: "F0822", Severity: diag.Error, Span: s.Span,
		Message: fmt.Sprintf("source `%s` does not say where its past events are", s.Name),
		Help:    `add for example batch csv("events.csv")`,
	}
}
