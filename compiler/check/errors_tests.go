package check

import (
	"fmt"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/lang/ast"
	"github.com/featc-lang/featc/lang/diag"
	"github.com/featc-lang/featc/lang/source"
)

// Diagnostics about test blocks.

func badCell(span source.Span, col *ir.Column, err error) *diag.Diagnostic {
	d := problem("F0701", span, err.Error(), "")
	if col.Span == span {
		return d // the time of a read, which has no column
	}
	return see(d, col.Span, "the column is here")
}

func columnNeeded(n *ast.TestData, col *ir.Column) *diag.Diagnostic {
	return see(problem("F0702", n.Source.Span, fmt.Sprintf("the events have no `%s`, which is needed and cannot be null", col.Name), "add the column"), col.Span, "the column is here")
}

func keyValues(k ast.TestKey, e *ir.Entity) *diag.Diagnostic {
	return see(problem("F0703", k.Span, fmt.Sprintf("the key of %s has %s, not %d", e.Name, counted(len(e.Keys), "value"), len(k.Values)), ""), e.Span, "the entity is here")
}

func keyNotGiven(at source.Span, e *ir.Entity) *diag.Diagnostic {
	return problem("F0703", at, fmt.Sprintf("this needs to know which %s is meant", e.Name), "give its key: `at … for "+e.Name+" …:`")
}

func entityTwice(id ast.Ident) *diag.Diagnostic {
	return problem("F0703", id.Span, fmt.Sprintf("%s is given twice", id.Name), "")
}

func keyContradiction(n ast.Cell, col *ir.Column, first source.Span) *diag.Diagnostic {
	return see(problem("F0704", n.Span, fmt.Sprintf("`%s` has another value already: entities share keys of one name", col.Name), ""), first, "the first is here")
}

func requestUnused(id ast.Ident) *diag.Diagnostic {
	return problem("F0705", id.Span, "no check here reads request data", "leave out `with`, or check a feature of a feature set that reads the request")
}

func oneValue(k ast.TestKey) *diag.Diagnostic {
	return problem("F0705", k.Span, fmt.Sprintf("`%s` has one value", k.Name.Name), "")
}

func fieldNotGiven(span source.Span, f *ir.Column, s *ir.FeatureSet) *diag.Diagnostic {
	return problem("F0705", span, fmt.Sprintf("the request of %s has a field `%s`, which is not given", s.Name, f.Name), "add `with "+f.Name+" …` before the colon")
}

func twoRequests(at source.Span, s, first *ir.FeatureSet) *diag.Diagnostic {
	return problem("F0706", at, fmt.Sprintf("the checks read request data of %s and of %s", first.Name, s.Name), "read them in two steps")
}

func idleCheck(span source.Span) *diag.Diagnostic {
	return problem("F0707", span, "no feature is checked here", "compare one with a value, as in `spend.n_1h == 1`")
}
