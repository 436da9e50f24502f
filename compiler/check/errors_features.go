package check

import (
	"fmt"
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/lang/ast"
	"github.com/featc-lang/featc/lang/diag"
	"github.com/featc-lang/featc/lang/source"
)

// Diagnostics about windows, aggregations, features and sets.

func emptyWindow(span source.Span) *diag.Diagnostic {
	return problem("F0401", span, "no event can be in this window", "its ends are the same instant")
}

func reversedWindow(n *ast.Window) *diag.Diagnostic {
	return problem("F0402", n.Span, "the window ends before it starts",
		fmt.Sprintf("the older age comes first: `[%s, %s]`", n.To.Range().Text(), n.From.Range().Text()))
}

func badLast(span source.Span) *diag.Diagnostic {
	return problem("F0403", span, fmt.Sprintf("how many events is a whole number from 1 to %d", maxLast), "for all of them, write `over all`")
}

func tooLong(span source.Span, text, help string) *diag.Diagnostic {
	return problem("F0404", span, text+" is longer than 10,000 years", help)
}

func unknownWindow(call *ast.CallExpr) *diag.Diagnostic {
	return problem("F0409", call.Func.Span, fmt.Sprintf("there is no window `%s`", call.Func.Name),
		"windows are 7d, 30d by 1h, [7d, now), (8d, 1d], last 100, last 100 within 7d, today(\"UTC\"), session(30m), all")
}

func badStep(n *ast.Window) *diag.Diagnostic {
	if n.Kind == ast.WindowLast {
		return problem("F0410", n.By.Range(), "a number of events does not move in steps", "`by` stands behind an age: `over 30d by 1h`")
	}
	return problem("F0410", n.By.Range(), fmt.Sprintf("a window of %s cannot move in steps of %s", n.From.Range().Text(), n.By.Range().Text()),
		"a step is longer than nothing and no longer than the window")
}

func calendarZone(call *ast.CallExpr, at source.Span) *diag.Diagnostic {
	return problem("F0411", at, "`"+call.Func.Name+"` takes the zone whose calendar it follows",
		fmt.Sprintf("name it as in `%s(\"Europe/Paris\")`; without one in mind, write `%s(\"UTC\")`", call.Func.Name, call.Func.Name))
}

func sessionGap(at source.Span) *diag.Diagnostic {
	return problem("F0412", at, "a session takes the gap that ends it", "a duration longer than nothing: `session(30m)`")
}

func nestedAggregation(e *ast.CallExpr) *diag.Diagnostic {
	return problem("F0405", e.Span, e.Func.Name+" is an aggregation and cannot be part of an expression",
		"give the aggregation a feature of its own, `x = "+e.Span.Text()+" over 7d`, and use x here")
}

func clauseOnDerived(span source.Span, clause, name string) *diag.Diagnostic {
	return problem("F0406", span, fmt.Sprintf("`%s` belongs to an aggregation, and `%s` is not one", clause, name),
		"an expression over features has no events to choose from")
}

func featureCycle(id ast.Ident, path []*feature) *diag.Diagnostic {
	var labels []string
	for _, f := range path {
		labels = append(labels, f.label())
	}
	message := fmt.Sprintf("`%s` depends on itself: %s", path[0].label(), strings.Join(append(labels, path[0].label()), " → "))
	d := problem("F0501", id.Span, message, "")
	for _, f := range path[1:] {
		d = see(d, f.ast.Name.Span, "by way of "+f.label())
	}
	return d
}

func letCycle(id ast.Ident) *diag.Diagnostic {
	return problem("F0501", id.Span, fmt.Sprintf("the let `%s` depends on itself", id.Name), "")
}

func rowInFeature(id ast.Ident) *diag.Diagnostic {
	return problem("F0502", id.Span, fmt.Sprintf("`%s` belongs to single events, and this feature is made of other features", id.Name),
		"aggregate it first, in a feature of its own: `x = last("+id.Name+")`")
}

func featureInRow(id ast.Ident) *diag.Diagnostic {
	return problem("F0503", id.Span, fmt.Sprintf("`%s` is a feature, and this is about single events", id.Name),
		"columns of the source and lets can stand here")
}

func needlessPath(p *ast.Path, v *view) *diag.Diagnostic {
	what := "columns of the source"
	switch {
	case v.reads != nil:
		what = "features of the view that is read"
	case v.ir.Source.Table != nil:
		what = "columns of the table that the view is over"
	}
	return problem("F0202", p.Span, fmt.Sprintf("%s stand without `%s.`", what, p.Base.Name), "write `"+p.Field.Name+"`")
}

func unknownInRow(p *ast.Path, s *ir.Source) *diag.Diagnostic {
	return problem("F0202", p.Base.Span, fmt.Sprintf("there is no `%s` to take `%s` from", p.Base.Name, p.Field.Name),
		"columns of "+kindOf(s)+" "+s.Name+" and lets stand without a name before them")
}

func requestOutside(span source.Span) *diag.Diagnostic {
	return problem("F0504", span, "request data is known in feature sets only", "move the feature to the feature set that has the request")
}

func noRequest(p *ast.Path, set string) *diag.Diagnostic {
	return problem("F0504", p.Span, fmt.Sprintf("feature set %s has no request data", set), "declare it: `request { "+p.Field.Name+": float64 }`")
}

func severalWindows(id ast.Ident, f *feature, prefix string) *diag.Diagnostic {
	var all []string
	for _, n := range f.known() {
		all = append(all, "`"+prefix+n+"`")
	}
	return see(problem("F0505", id.Span, fmt.Sprintf("`%s` has several windows", prefix+id.Name), "write "+strings.Join(all, " or ")), f.ast.Name.Span, "declared here")
}

func otherEntity(at ast.Ident, v *ir.View, help string) *diag.Diagnostic {
	kind := "view"
	if v.Name == v.Source.Name {
		kind = "table"
	}
	return see(problem("F0506", at.Span, fmt.Sprintf("%s %s is for %s, whose key is not known here", kind, v.Name, v.Entity.Name), help), v.Span, "declared here")
}

func noKeyColumn(id ast.Ident, e *ir.Entity, s *ir.Source) *diag.Diagnostic {
	help := "name the column that has it: `for " + e.Name + " on … from " + s.Name + "`"
	if near := diag.Nearest(id.Name, columnNames(s.Columns)); near != "" {
		help = fmt.Sprintf("name the column that has it: `for %s on %s from %s`", e.Name, near, s.Name)
	}
	return see(problem("F0507", id.Span, fmt.Sprintf("%s %s has no column `%s`, the key of %s", kindOf(s), s.Name, id.Name, e.Name), help), s.Span, "the "+kindOf(s)+" is here")
}

func keyCount(span source.Span, e *ir.Entity, n int) *diag.Diagnostic {
	return see(problem("F0507", span, fmt.Sprintf("the key of %s has %s, not %d", e.Name, counted(len(e.Keys), "column"), n), ""), e.Span, "the entity is here")
}

func keyType(id ast.Ident, col, key *ir.Column, e *ir.Entity) *diag.Diagnostic {
	d := problem("F0507", id.Span, fmt.Sprintf("column %s is %s, but the key `%s` of %s is %s", col.Name, article(spell(col.Type)), key.Name, e.Name, article(spell(key.Type))), "")
	return see(see(d, col.Span, "the column is here"), key.Span, "the key is here")
}

func aggregationInSet(id ast.Ident, name string) *diag.Diagnostic {
	return problem("F0508", id.Span, fmt.Sprintf("feature set %s has no events to aggregate", name), "declare the feature in a view, and include it here")
}

func sharedKey(at ast.Ident, k, first *ir.Column) *diag.Diagnostic {
	message := fmt.Sprintf("two entities have a key `%s`, one %s and one %s", k.Name, spell(first.Type), spell(k.Type))
	if first.Name != k.Name {
		message = fmt.Sprintf("the keys `%s` and `%s` of two entities differ in case only", first.Name, k.Name)
	}
	d := problem("F0509", at.Span, message, "keys of one name are one column of the labels, where case does not count: rename one of them")
	return see(see(d, first.Span, "the first is here"), k.Span, "the second is here")
}

func labelTime(span source.Span, t fmt.Stringer) *diag.Diagnostic {
	return problem("F0510", span, "the time of a label is a timestamp, found "+t.String(), "")
}

func timeTaken(id ast.Ident, key source.Span) *diag.Diagnostic {
	d := problem("F0205", id.Span, fmt.Sprintf("the label's time in feature set %s would be called `at`, as a key is", id.Name), "give it another name with a line such as `time label_at`")
	return see(d, key, "the key is here")
}

func emptySet(id ast.Ident) *diag.Diagnostic {
	return problem("F0511", id.Span, fmt.Sprintf("feature set %s has no features", id.Name), "include those of a view: `include spend.*`")
}
