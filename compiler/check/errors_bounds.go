package check

import (
	"fmt"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/lang/ast"
	"github.com/featc-lang/featc/lang/diag"
)

// insteadOf are sketches in the place of aggregations whose state has no bound.
var insteadOf = map[string]string{
	"count_distinct": "approx_count_distinct", "quantile": "approx_quantile", "median": "approx_quantile", "top_frequent": "approx_top_frequent", "mode": "approx_top_frequent",
}

// unboundedState is about a feature; w is its window as it was written, nil where
// it was left out.
func unboundedState(f *ir.Feature, w *ast.Window) *diag.Diagnostic {
	d := warning("F0413", f.Span, fmt.Sprintf("over all events, %s keeps every different value per %s for ever", f.Agg.Name, f.View.Entity.Name),
		"give it a window with an older end, such as `over 90d`")
	if w != nil {
		d.Span = w.Span
	}
	if f.Agg.Name == "count_distinct" {
		d.Help += ", or a cap, such as `count_distinct(x, 1000)`"
	}
	if sketch := insteadOf[f.Agg.Name]; sketch != "" {
		d.Help += fmt.Sprintf(", or take %s, whose state has a bound", sketch)
	}
	return d
}

// unboundedEvents is about a feature for which the order of all events matters; w is its
// window as it was written, nil where it was left out.
func unboundedEvents(f *ir.Feature, w *ast.Window) *diag.Diagnostic {
	d := warning("F0413", f.Span, fmt.Sprintf("over all events, %s keeps every event per %s for ever, as one may arrive that is older", f.Agg.Name, f.View.Entity.Name),
		fmt.Sprintf("give it a window with an older end, such as `over 90d`, or source `%s` a lateness", f.View.Source.Name))
	if w != nil {
		d.Span = w.Span
	}
	return d
}
