package check

import (
	"fmt"
	"strings"

	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/lang/ast"
	"github.com/featc-lang/featc/lang/diag"
	"github.com/featc-lang/featc/lang/source"
)

// Diagnostics about names, and what those of all files share.

func problem(code diag.Code, span source.Span, message, help string) *diag.Diagnostic {
	return &diag.Diagnostic{Code: code, Severity: diag.Error, Message: message, Span: span, Help: help}
}

func warning(code diag.Code, span source.Span, message, help string) *diag.Diagnostic {
	return &diag.Diagnostic{Code: code, Severity: diag.Warning, Message: message, Span: span, Help: help}
}

// see adds the place that explains a diagnostic, where there is one.
func see(d *diag.Diagnostic, span source.Span, text string) *diag.Diagnostic {
	if !span.IsZero() {
		d.Related = append(d.Related, diag.Related{Span: span, Text: text})
	}
	return d
}

// didYouMean suggests the nearest of some names, or else lists them where they
// are few.
func didYouMean(name string, candidates []string) string {
	if near := diag.Nearest(name, candidates); near != "" && near != name {
		return "did you mean `" + near + "`?"
	}
	if len(candidates) > 0 && len(candidates) <= 8 {
		return "there is " + strings.Join(candidates, ", ")
	}
	return ""
}

func article(noun string) string {
	if noun != "" && strings.ContainsRune("aeiou", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}

// counted is "1 column" or "2 columns".
func counted(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

func unknownColumn(id ast.Ident, where string, candidates []string) *diag.Diagnostic {
	help := didYouMean(id.Name, candidates)
	if id.Name == "now" {
		help = "an expression has no clock; the age of an event decides in `over`"
	}
	return problem("F0201", id.Span, fmt.Sprintf("%s has no `%s`", where, id.Name), help)
}

// unknown is about a declaration of a kind that does not exist.
func (c *checker) unknown(id ast.Ident, kind string) *diag.Diagnostic {
	if d, ok := c.declared[fold(id.Name)]; ok && d.name == id.Name && d.kind != kind {
		help := didYouMean(id.Name, c.named(kind))
		return see(problem("F0202", id.Span, fmt.Sprintf("`%s` is %s, not %s", id.Name, article(d.kind), article(kind)), help), d.span, "declared here")
	}
	return problem("F0202", id.Span, fmt.Sprintf("there is no %s `%s`", kind, id.Name), didYouMean(id.Name, c.named(kind)))
}

func unknownFeature(id ast.Ident, where string, candidates []string) *diag.Diagnostic {
	return problem("F0203", id.Span, fmt.Sprintf("%s has no feature `%s`", where, id.Name), didYouMean(id.Name, candidates))
}

func unknownInSet(id ast.Ident, s *set, path string) *diag.Diagnostic {
	help := "features of views are written view.feature, request data request.field"
	switch {
	case path != "":
		help = "write `" + path + "`"
	case columnIndex(s.ir.Request, id.Name) >= 0:
		help = "write `request." + id.Name + "`"
	}
	return problem("F0203", id.Span, fmt.Sprintf("feature set %s has no feature `%s`", s.ir.Name, id.Name), help)
}

func unknownInRead(id ast.Ident, path string) *diag.Diagnostic {
	help := "a feature is named with its view, as in `spend.n_1h`"
	if path != "" {
		help = "write `" + path + "`"
	}
	return problem("F0203", id.Span, fmt.Sprintf("`%s` does not say which view it belongs to", id.Name), help)
}

// unknownFunction is about a call of nothing. The names of other languages are
// better hints than near ones.
func unknownFunction(id ast.Ident, candidates []string, kind string) *diag.Diagnostic {
	others := map[string]string{
		"avg": "mean", "average": "mean", "std": "stddev_samp", "variance": "var_samp", "ifnull": "coalesce", "nvl": "coalesce",
		"iff": "if", "len": "length", "substring": "", "distinct": "count_distinct", "nunique": "count_distinct",
		"cast": "int64, float64 or decimal", "to_int": "int64", "dayofweek": "weekday", "ceiling": "ceil",
		"round": "floor(x + 0.5)", "int": "int64", "integer": "int64", "float": "float64", "double": "float64",
	}
	help := didYouMean(id.Name, candidates)
	if other := others[strings.ToLower(id.Name)]; other != "" {
		help = "write `" + other + "`"
	}
	return problem("F0204", id.Span, fmt.Sprintf("there is no %s `%s`", kind, id.Name), help)
}

func duplicate(id ast.Ident, kind, first string, at source.Span) *diag.Diagnostic {
	message := fmt.Sprintf("there is %s `%s` already", article(kind), id.Name)
	help := ""
	if first != id.Name {
		message = fmt.Sprintf("`%s` differs from the %s `%s` in case only", id.Name, kind, first)
		help = "SQL does not tell upper from lower case"
	}
	return see(problem("F0205", id.Span, message, help), at, "the first is here")
}

func reserved(id ast.Ident) *diag.Diagnostic {
	return problem("F0209", id.Span, fmt.Sprintf("`%s` is a word of the language", id.Name), "choose another name")
}

func windowClash(at source.Span, id ast.Ident, name string, first declared) *diag.Diagnostic {
	d := problem("F0205", at, fmt.Sprintf("two features are called `%s`", name),
		"declare one of them on a line of its own, under another name")
	if at == id.Span {
		d.Help = "give one of them another name"
	}
	return see(d, first.span, "the first is here")
}

func unknownType(id ast.Ident) *diag.Diagnostic {
	help := "types are bool, int64, float64, decimal(p, s), string, bytes, timestamp and date"
	if near := suggestType(id.Name); near != "" {
		help = "did you mean `" + near + "`?"
	}
	return problem("F0303", id.Span, fmt.Sprintf("there is no type `%s`", id.Name), help)
}

const decimalShape = "a decimal has two parameters: how many digits, and how many of them after the point"

func badDecimal(span source.Span, message string) *diag.Diagnostic {
	return problem("F0303", span, message,
		fmt.Sprintf("write decimal(p, s) with 1 <= p <= %d and 0 <= s <= %d, s <= p, as in decimal(12, 2)", types.MaxPrecision, types.MaxScale))
}

func badTypeArg(span source.Span, message, help string) *diag.Diagnostic {
	return problem("F0303", span, message, help)
}

func noZone(span source.Span, name string) *diag.Diagnostic {
	return problem("F0307", span, fmt.Sprintf("there is no zone %q", name), `zones are named as in "Europe/Paris" or "UTC"`)
}

// notYet is about what parses and will mean something one day.
func notYet(span source.Span, what string) *diag.Diagnostic {
	return problem("F0490", span, what+" not supported yet", "")
}
