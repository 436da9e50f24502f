package parse

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/featc-lang/featc/lang/diag"
	"github.com/featc-lang/featc/lang/source"
)

// Diagnostics about the items of a body and the lines of a test.

var identPattern = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

var clauseWords = []string{"where", "over", "default"}

// unknownItem explains why two tokens do not start an item of the block that
// starts with word. afterFeature says that a feature or let stands before them.
func (s *session) unknownItem(t, second lexer.Token, word string, afterFeature bool) *diag.Diagnostic {
	rows := word == "source" || word == "table"
	switch {
	case afterFeature && !s.startsLine(t):
		return s.unknownClause(t)
	case afterFeature && t.Type == typePunct:
		return s.unknownClause(t)
	case t.Type != typeIdent:
		span := s.tokenSpan(t)
		return problem("F0120", span, fmt.Sprintf("expected a %s, found `%s`", itemExample(word), span.Text()), "", "")
	case isPunct(second, ":"):
		return misplaced(s.tokenSpan(t), "a column", word, "columns belong to a source, a table or a request")
	case isPunct(second, "="), rows && (t.Value == "let" || t.Value == "include"):
		return misplaced(s.tokenSpan(t), "a feature", word, "features belong to a view: `view spend for user from txns { … }`")
	case t.Value == "let":
		return misplaced(s.tokenSpan(t), "a let", word, "row-level names belong to a view; a feature set combines features")
	case t.Value == "include" || t.Value == "request":
		return misplaced(s.tokenSpan(t), "`"+t.Value+"`", word, "it belongs to a feature set")
	case isDeclarationWord(t) && s.startsLine(t):
		return problem("F0130", s.tokenSpan(t), fmt.Sprintf("a %s starts inside this %s", blockName(t.Value), blockName(word)), "", "close the block above with a } on a line of its own")
	case isPunct(second, "("):
		return problem("F0142", s.tokenSpan(t), "the feature has no name", "", "give it one: `n = "+t.Value+"(…)`")
	}
	known := settingsOf(word)
	near := diag.Nearest(strings.ToLower(t.Value), known)
	if near == "" && rows && second.Type == typeIdent {
		return diagnosticOf(s.unexpected(second, "`:`", fmt.Sprintf("a column is written `%s: %s`", t.Value, second.Value)))
	}
	return unknownSetting(s.tokenSpan(t), t.Value, word, near, known)
}

func itemExample(word string) string {
	switch word {
	case "view":
		return "feature such as `n = count() over 7d`"
	case "featureset":
		return "line such as `include spend.*`"
	}
	return "column such as `amount: float64`"
}

// unknownClause is about what stands behind a feature on its last line.
func (s *session) unknownClause(t lexer.Token) *diag.Diagnostic {
	if lower := strings.ToLower(t.Value); slices.Contains(clauseWords, lower) {
		return upperCase(s.tokenSpan(t), t.Value, lower)
	}
	found, after, span := s.found(t)
	if near := diag.Nearest(t.Value, clauseWords); near != "" {
		return problem("F0140", span, fmt.Sprintf("expected `%s`%s, found %s", near, after, found), "", "write `"+near+"`")
	}
	help := ""
	switch t.Type {
	case typeDuration, typeNumber:
		help = "windows are separated by commas: `over 1h, 1d`"
	case typeIdent:
		help = "start the next feature on a new line"
	}
	return problem("F0140", span, fmt.Sprintf("expected `where`, `over`, `default` or a new line%s, found %s", after, found), "", help)
}

// misplaced is about an item in a block that has no such items.
func misplaced(span source.Span, item, word, help string) *diag.Diagnostic {
	return problem("F0141", span, fmt.Sprintf("%s cannot stand in a %s", item, blockName(word)), "", help)
}

func blockName(word string) string {
	if word == "featureset" {
		return "feature set"
	}
	return word
}

func unknownSetting(span source.Span, name, word, near string, known []string) *diag.Diagnostic {
	help := "its settings are " + strings.Join(known, ", ")
	if near != "" {
		help = fmt.Sprintf("did you mean `%s`?", near)
	}
	return problem("F0143", span, fmt.Sprintf("a %s has no setting `%s`", blockName(word), name), "", help)
}

// settingValue is about a value that the setting does not take.
func settingValue(span source.Span, form settingForm) *diag.Diagnostic {
	kinds := map[valueKind]string{
		takesName: "a column's name", takesNames: "names of columns", takesTags: "a list in brackets",
		takesString: "a string", takesDuration: "a duration", takesInt: "a whole number", takesConnector: "a connector",
	}
	return problem("F0144", span, fmt.Sprintf("`%s` takes %s, not `%s`", form.name, kinds[form.kind], span.Text()), "",
		"for example `"+form.example+"`")
}

func clauseTwice(span source.Span, word, feature string) *diag.Diagnostic {
	return problem("F0145", span, fmt.Sprintf("the feature %s has two `%s` clauses", feature, word), "", "join them into one")
}

func requestTwice(span, first source.Span) *diag.Diagnostic {
	d := problem("F0146", span, "the feature set has two request blocks", "", "join them into one")
	d.Related = []diag.Related{{Span: first, Text: "the first one"}}
	return d
}

func strayTestLine(span source.Span) *diag.Diagnostic {
	return problem("F0150", span, "a test starts with events or with a read", "",
		"write `txns:` and rows below it, or `at 2025-01-01T00:00:00Z for user 1:` and comparisons below it")
}

// counted is "1 value" or "2 values".
func counted(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

func rowLength(span source.Span, cells, columns int) *diag.Diagnostic {
	help := "write null for a missing value"
	if cells > columns {
		help = "put values with blanks in double quotes"
	}
	return problem("F0151", span, fmt.Sprintf("the row has %s for %s", counted(cells, "value"), counted(columns, "column")), "", help)
}

func badTestColumn(span source.Span, text string) *diag.Diagnostic {
	return problem("F0152", span, fmt.Sprintf("`%s` is not a column's name", text), "", "the first line below a source names its columns")
}

func badAtLine(span source.Span, message string) *diag.Diagnostic {
	return problem("F0153", span, message, "", "a read is written `at 2025-01-01T00:00:00Z for user 1, merchant \"m\" with amount 5.00:`")
}

func notACheck(span source.Span) *diag.Diagnostic {
	return problem("F0154", span, "this compares nothing", "", "each line below `at` is a comparison, such as `spend.n_1h == 1` or `spend.avg is null`")
}
