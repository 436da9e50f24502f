package parse

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/featc-lang/featc/lang/diag"
	"github.com/featc-lang/featc/lang/source"
)

// Diagnostics about what stands where.

// fail makes a diagnostic an error that stops the current production.
func fail(d *diag.Diagnostic) error { return d }

// explain turns an error of the grammar into a diagnostic.
func (s *session) explain(err error) *diag.Diagnostic {
	if d, ok := errors.AsType[*diag.Diagnostic](err); ok {
		return d
	}
	at, what := lexer.Token{}, ""
	if u, ok := errors.AsType[*participle.UnexpectedTokenError](err); ok {
		at = u.Unexpected
		if m := expectedPattern.FindStringSubmatch(u.Message()); m != nil {
			what = m[1]
		}
	} else if p, ok := errors.AsType[participle.Error](err); ok {
		at = s.tokens[s.index(p.Position().Offset)]
	}
	help := ""
	switch what {
	case `"for"`:
		help = "say whose features these are: write `for user` after the name"
	case `"."`:
		help = "name features with their view: `include spend.*` or `include spend.n_1h`"
	case `"from"`:
		help = "say which source the events come from, as in `for user from txns`; several key columns stand in parentheses"
	}
	return diagnosticOf(s.unexpected(at, inWords(what), help))
}

func diagnosticOf(err error) *diag.Diagnostic {
	d, _ := errors.AsType[*diag.Diagnostic](err)
	return d
}

// expectedPattern finds the first thing that participle would have taken.
var expectedPattern = regexp.MustCompile(`\(expected \(*("[^"]*"|<?\w+>?)`)

// inWords says what participle expected as a person would.
func inWords(expected string) string {
	switch expected {
	case "Name", "IncludePath", "<ident>", "Column":
		return "a name"
	case "Text", "<string>":
		return "a string in double quotes"
	case "TypeRef", "Nested":
		return "a type such as int64"
	case "":
		return "something else"
	}
	return "`" + strings.Trim(expected, `"`) + "`"
}

// found describes the token that is in the way, and says where to point: at
// it, or, where it is on a later line, at the last token before it.
func (s *session) found(t lexer.Token) (description, after string, span source.Span) {
	i := s.next(s.index(t.Pos.Offset))
	t = s.tokens[i]
	span = s.tokenSpan(t)
	p, ok := s.previous(i)
	if ok {
		after = " after `" + s.tokenSpan(p).Text() + "`"
		if p.Pos.Line != t.Pos.Line {
			span = s.tokenSpan(p)
		}
	}
	if t.EOF() {
		return "the end of the file", after, span
	}
	return "`" + s.tokenSpan(t).Text() + "`", after, span
}

// unexpected is the general syntax error.
func (s *session) unexpected(t lexer.Token, expected, help string) error {
	found, after, span := s.found(t)
	return fail(problem("F0120", span, fmt.Sprintf("expected %s%s, found %s", expected, after, found), "", help))
}

func (s *session) noOperand(t lexer.Token) error {
	found, after, span := s.found(t)
	help := ""
	switch t.Value {
	case "*", "==", "/", "+":
		help = "`" + t.Value + "` needs a value on its left"
	case ".":
		help = "a number starts with a digit, such as 0.5"
	case "[":
		help = "a list of values stands in parentheses: `status in (\"a\", \"b\")`"
	}
	return fail(problem("F0121", span, fmt.Sprintf("expected a value%s, found %s", after, found), "", help))
}

func singleEquals(span source.Span) *diag.Diagnostic {
	return problem("F0122", span, "`=` gives a name to a feature, it does not compare", "", "use == to compare")
}

func chained(span source.Span) *diag.Diagnostic {
	return problem("F0123", span, "comparisons cannot be chained", "the left side is already true or false", "write `a < b and b < c`")
}

func tooDeep(span source.Span) *diag.Diagnostic {
	return problem("F0124", span, fmt.Sprintf("the expression is nested more than %d levels deep", maxDepth), "", "name parts of it with `let`")
}

func tooLong(span source.Span) *diag.Diagnostic {
	return problem("F0124", span, fmt.Sprintf("the expression has more than %d operators in a row", maxChain), "", "name parts of it with `let`")
}

func notNeedsParens(span source.Span) *diag.Diagnostic {
	return problem("F0125", span, "`not` here needs parentheses", "", "write `(not x)`")
}

func starArgument(span source.Span, fn string) *diag.Diagnostic {
	return problem("F0126", span, fmt.Sprintf("`*` is not an argument of %s", fn), "", "write `"+fn+"()` to count events")
}

const intervalHelp = "an interval has two ages, the older one first: `[7d, now]`, `[7d, now)`, `(8d, 1d]`"

// noFuture answers negative ages: windows cannot reach past the instant that a
// feature is about.
const noFuture = "ages count back from the instant of the read: no window reaches past it"

func (s *session) noWindow(t lexer.Token) error {
	found, after, span := s.found(t)
	help := "windows are 7d, [7d, now), (8d, 1d], last 100, last 100 within 7d, all"
	if isPunct(t, "-") {
		help = noFuture
	}
	return fail(problem("F0127", span, fmt.Sprintf("expected a window such as 7d%s, found %s", after, found), "", help))
}

// noUnit is about a number that should be a duration; second is the token
// behind it, maybe a unit that was written apart.
func (s *session) noUnit(t, second lexer.Token) error {
	span, unit := s.tokenSpan(t), ""
	if u, ok := unitOf(second.Value); ok && second.Type == typeIdent && second.Pos.Line == t.Pos.Line {
		span, unit = span.To(s.tokenSpan(second)), u
	}
	return fail(noUnit(span, t.Value, unit))
}

func unclosed(span source.Span) *diag.Diagnostic {
	return problem("F0130", span, "this `{` is never closed", "", "close the block with a } on a line of its own")
}

func (s *session) unknownDeclaration(t lexer.Token) *diag.Diagnostic {
	span := s.tokenSpan(t)
	if isPunct(t, "}") {
		return problem("F0131", span, "this `}` closes nothing", "", "")
	}
	help := "declarations start with " + strings.Join(declarationWords, ", ")
	if near := diag.Nearest(strings.ToLower(t.Value), declarationWords); near != "" {
		help = fmt.Sprintf("did you mean `%s`?", near)
	}
	return problem("F0132", span, fmt.Sprintf("expected a declaration such as `view` or `source`, found `%s`", span.Text()), "", help)
}

func noPackage(span source.Span) *diag.Diagnostic {
	return problem("F0133", span, "the file does not start with a package clause", "", "start it with a line such as `package fraud`")
}

func latePackage(span source.Span) *diag.Diagnostic {
	return problem("F0134", span, "a file has one package clause, at its start", "", "")
}

func lateImport(span source.Span) *diag.Diagnostic {
	return problem("F0135", span, "imports stand before the first declaration", "", "move it up, below the package clause")
}
