package parse

import (
	"slices"
	"strings"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/featc-lang/featc/lang/ast"
	"github.com/featc-lang/featc/lang/source"
)

// body is what stands between the braces of a source, table, view or feature
// set. In a feature set the columns are those of the request.
type body struct {
	columns  []*ast.Column
	request  source.Span    // of a feature set's request block
	settings []*ast.Setting // of a source or table
	items    []ast.Item     // of a view or feature set
}

// body parses tokens[from:to), the body of a block that starts with word.
// Items that do not parse are reported and skipped.
func (s *session) body(word string, from, to int) *body {
	b := &body{}
	lx := s.stream(from, to)
	afterFeature := false
	for !lx.Peek().EOF() {
		start := lx.MakeCheckpoint()
		isFeature, ok := s.item(b, word, lx, afterFeature)
		afterFeature = isFeature
		if !ok {
			lx.LoadCheckpoint(start)
			s.skipItem(lx)
			afterFeature = false
		}
	}
	return b
}

// item parses the item at the front of lx into b.
func (s *session) item(b *body, word string, lx *lexer.PeekingLexer, afterFeature bool) (isFeature, ok bool) {
	t, second := *lx.Peek(), peekSecond(lx)
	rows := word == "source" || word == "table"
	switch {
	case t.Type != typeIdent:
	case isPunct(second, ":") && rows:
		c, ok := parse[column](s, lx)
		if ok {
			b.columns = append(b.columns, s.column(c))
			if isPunct(*lx.Peek(), ",") {
				lx.Next() // columns on one line may have commas between them
			}
		}
		return false, ok
	case isPunct(second, "=") && !rows:
		f, ok := parse[feature](s, lx)
		if ok {
			b.items = append(b.items, s.feature(f))
		}
		return true, ok
	case t.Value == "let" && second.Type == typeIdent && word == "view":
		l, ok := parse[let](s, lx)
		if ok {
			b.items = append(b.items, s.let(l))
		}
		return true, ok
	case t.Value == "include" && word == "featureset":
		i, ok := parse[include](s, lx)
		if ok {
			b.items = append(b.items, s.include(i))
		}
		return false, ok
	case t.Value == "request" && word == "featureset":
		r, ok := parse[request](s, lx)
		if ok {
			s.requestBlock(b, r)
		}
		return false, ok
	case !isPunct(second, ":") && isSetting(word, t.Value):
		return false, s.settingItem(b, word, lx)
	}
	s.bag.Add(s.unknownItem(t, second, word, afterFeature))
	return false, false
}

func (s *session) requestBlock(b *body, r *request) {
	if !b.request.IsZero() {
		s.bag.Add(requestTwice(s.tokenSpan(s.tokens[s.index(r.Pos.Offset)]), b.request))
		return
	}
	b.columns, b.request = s.columns(r.Fields), s.placed(r.place)
}

func (s *session) settingItem(b *body, word string, lx *lexer.PeekingLexer) bool {
	x, ok := parse[setting](s, lx)
	if !ok {
		return false
	}
	n := s.setting(x)
	s.checkSetting(n, x.Listed, word)
	if word == "source" || word == "table" {
		b.settings = append(b.settings, n)
	} else {
		b.items = append(b.items, n)
	}
	return true
}

// skipItem moves lx past the item at its front, to the next line that looks
// like an item, outside of inner braces.
func (s *session) skipItem(lx *lexer.PeekingLexer) {
	depth := 0
	for {
		t := *lx.Next()
		switch {
		case isPunct(t, "{"):
			depth++
		case isPunct(t, "}"):
			depth--
		}
		next := *lx.Peek()
		if next.EOF() || depth <= 0 && next.Type == typeIdent && s.startsLine(next) && startsItem(next, peekSecond(lx)) {
			return
		}
	}
}

// startsItem reports whether two tokens at the start of a line look like an
// item, rather than like the rest of one.
func startsItem(t, second lexer.Token) bool {
	if second.Type == typePunct {
		return second.Value == "=" || second.Value == ":" || second.Value == "[" || t.Value == "request" && second.Value == "{"
	}
	switch t.Value {
	case "where", "over", "default", "within", "by", "and", "or", "not", "is", "in":
		return false
	}
	return !second.EOF()
}

// valueKind is what a setting takes.
type valueKind int

const (
	takesName valueKind = iota + 1
	takesNames
	takesTags
	takesString
	takesDuration
	takesInt
	takesConnector
)

// settingForm is a setting that exists: what it takes, where it may stand, and
// an example.
type settingForm struct {
	name    string
	kind    valueKind
	in      string
	example string
}

// settingForms lists every setting.
var settingForms = []settingForm{
	{"time", takesName, "source table featureset", "time at"},
	{"key", takesNames, "table", "key merchant_id"},
	{"deleted", takesName, "table", "deleted gone"},
	{"arrival", takesName, "source table", "arrival landed_at"},
	{"delay", takesDuration, "source table", "delay 24h"},
	{"unique", takesNames, "source", "unique txn_id within 1d"},
	{"sequence", takesName, "source table", "sequence seq"},
	{"lateness", takesDuration, "source", "lateness 10m"},
	{"batch", takesConnector, "source table", `batch parquet("data/*.parquet")`},
	{"stream", takesConnector, "source table", `stream kafka("topic", format: json)`},
	{"labels", takesConnector, "featureset", `labels csv("labels.csv")`},
	{"owner", takesString, "source table view featureset", `owner "risk@bank.example"`},
	{"tags", takesTags, "source table view featureset", "tags [pii]"},
	{"freshness", takesDuration, "source table view featureset", "freshness 5s"},
	{"version", takesInt, "source table view featureset", "version 3"},
	{"deprecated", takesString, "source table view featureset", `deprecated "use spend_v2"`},
	{"expires", takesString, "source table view featureset", `expires "2027-01-01"`},
}

// settingsOf returns the names of the settings that a block may have.
func settingsOf(word string) []string {
	var out []string
	for _, f := range settingForms {
		if slices.Contains(strings.Fields(f.in), word) {
			out = append(out, f.name)
		}
	}
	return out
}

func isSetting(word, name string) bool { return slices.Contains(settingsOf(word), name) }

// checkSetting reports values that are not what the setting takes.
func (s *session) checkSetting(n *ast.Setting, listed bool, word string) {
	form := settingForms[slices.IndexFunc(settingForms, func(f settingForm) bool { return f.name == n.Name.Name })]
	single := form.kind != takesNames && form.kind != takesTags
	switch {
	case listed != (form.kind == takesTags):
		s.bag.Add(settingValue(n.Values[0].Range(), form))
	case single && len(n.Values) > 1:
		s.bag.Add(settingValue(n.Values[1].Range(), form))
	case n.Within != nil && n.Name.Name != "unique":
		s.bag.Add(settingValue(n.Within.Range(), form))
	case n.Type != nil && (word != "featureset" || n.Name.Name != "time"):
		s.bag.Add(settingValue(n.Type.Span, form))
	}
	for _, v := range n.Values {
		if !form.kind.accepts(v) {
			s.bag.Add(settingValue(v.Range(), form))
		}
	}
	if n.Within != nil && !takesDuration.accepts(n.Within) {
		s.bag.Add(settingValue(n.Within.Range(), form))
	}
}

// accepts reports whether a value has the form that the setting takes.
func (k valueKind) accepts(v ast.Expr) bool {
	ok := false
	switch k {
	case takesName, takesNames, takesTags:
		_, ok = v.(*ast.Name)
	case takesString:
		_, ok = v.(*ast.StringLit)
	case takesDuration:
		_, ok = v.(*ast.DurationLit)
	case takesInt:
		n, isNumber := v.(*ast.NumberLit)
		ok = isNumber && !strings.ContainsAny(n.Text, ".eE")
	case takesConnector:
		_, ok = v.(*ast.CallExpr)
	}
	return ok
}
