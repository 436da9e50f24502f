package check

import (
	"fmt"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/lang/ast"
	"github.com/featc-lang/featc/lang/diag"
	"github.com/featc-lang/featc/lang/source"
)

// Diagnostics about views over views.

const gridHelp = "a grid is a duration or a unit of a calendar: `every 1d`, `every day(\"Asia/Kolkata\")`"

func noGrid(from ast.Ident) *diag.Diagnostic {
	return problem("F0630", from.Span, fmt.Sprintf("`%s` is a view, which has a value at any instant: say when it is read", from.Name),
		"write `from "+from.Name+" every 1d`, or `every day(\"Europe/Paris\")`")
}

func everyOfSource(d *ast.View) *diag.Diagnostic {
	return problem("F0630", d.Every.Range(), "only a view is read every so often", "events of source "+d.From.Name+" come by themselves: leave out `every`")
}

func badGrid(at source.Span) *diag.Diagnostic {
	return problem("F0631", at, "this does not say how often a view is read", gridHelp+"; units are hour, day, week, month and year")
}

func nothingToRead(from ast.Ident, v *ir.View) *diag.Diagnostic {
	return see(problem("F0632", from.Span, fmt.Sprintf("view %s has no aggregation to read", v.Name), ""), v.Span, "declared here")
}

func tickClash(from ast.Ident, col, first *ir.Column) *diag.Diagnostic {
	d := problem("F0633", from.Span, fmt.Sprintf("the events that `%s` makes have two columns `%s`", from.Name, col.Name),
		"they have the entity's keys, the instant as `at`, and the features: give the feature another name")
	return see(see(d, first.Span, "the first is here"), col.Span, "the second is here")
}

func onOfView(on ast.Ident, v *ir.View) *diag.Diagnostic {
	return see(problem("F0634", on.Span, fmt.Sprintf("view %s is for %s already", v.Name, v.Entity.Name), "leave out `on`"), v.Span, "declared here")
}

func viewCycle(from ast.Ident) *diag.Diagnostic {
	return problem("F0501", from.Span, fmt.Sprintf("view `%s` reads itself, by way of this one", from.Name), "")
}
