package parse

import (
	"strings"

	"github.com/featc-lang/featc/lang/ast"
)

// testLine is one line inside a test block: its cells, and where they are.
type testLine struct {
	start, end int // of the text, without indentation, comment and trailing blanks
	cells      []ast.Cell
}

func (s *session) lineText(l testLine) string { return string(s.src.Text[l.start:l.end]) }

// testBody parses tokens[from:to), the body of a test block, line by line.
func (s *session) testBody(from, to int) []ast.TestStep {
	var steps []ast.TestStep
	var data *ast.TestData
	var at *ast.TestAt
	skipping := false // a step whose first line was wrong
	start, end := s.tokens[from].Pos.Offset, s.tokens[to].Pos.Offset
	for _, l := range s.testLines(start, end) {
		source, isSource := s.sourceLine(l)
		switch {
		case isSource:
			data, at, skipping = &ast.TestData{Source: source, Span: s.span(l.start, l.end)}, nil, false
			steps = append(steps, data)
		case s.isAtLine(l, at != nil):
			data = nil
			at = s.atLine(l)
			skipping = at == nil
			if at != nil {
				steps = append(steps, at)
			}
		case skipping:
		case data != nil && data.Columns == nil:
			data.Columns = s.headerLine(l)
			data.Span.End = l.end
		case data != nil:
			s.rowLine(data, l)
			data.Span.End = l.end
		case at != nil:
			if e := s.checkLine(l); e != nil {
				at.Checks = append(at.Checks, e)
			}
			at.Span.End = l.end
		default:
			s.bag.Add(strayTestLine(s.span(l.start, l.end)))
		}
	}
	return steps
}

// testLines cuts a range of bytes into lines with something on them, and
// collects their comments.
func (s *session) testLines(start, end int) []testLine {
	var lines []testLine
	for pos := start; pos < end; {
		lineEnd := end
		if i := strings.IndexByte(string(s.src.Text[pos:end]), '\n'); i >= 0 {
			lineEnd = pos + i
		}
		if l := s.testLine(pos, lineEnd); l.start < l.end {
			lines = append(lines, l)
		}
		pos = lineEnd + 1
	}
	return lines
}

// testLine splits one line into cells.
func (s *session) testLine(pos, end int) testLine {
	text := s.src.Text
	l := testLine{start: -1}
	for {
		for pos < end && isBlank(text[pos]) {
			pos++
		}
		if pos == end {
			break
		}
		if strings.HasPrefix(string(text[pos:end]), "//") {
			s.addComment(strings.TrimRight(string(text[pos:end]), " \t\r"), pos)
			break
		}
		if l.start < 0 {
			l.start = pos
		}
		c := s.cell(pos, end)
		l.cells = append(l.cells, c)
		pos = c.Span.End
		l.end = pos
	}
	if l.start < 0 {
		l.start = l.end
	}
	return l
}

func isBlank(b byte) bool { return b == ' ' || b == '\t' || b == '\r' }

// cell reads the cell that starts at pos: text in quotes, or everything up to
// the next blank.
func (s *session) cell(pos, end int) ast.Cell {
	text := s.src.Text
	stop := pos + 1
	if text[pos] != '"' {
		for stop < end && !isBlank(text[stop]) {
			stop++
		}
		return ast.Cell{Text: string(text[pos:stop]), Span: s.span(pos, stop)}
	}
	for stop < end && text[stop] != '"' {
		if text[stop] == '\\' {
			stop++
		}
		stop++
	}
	stop = min(stop+1, end)
	raw := string(text[pos:stop])
	if len(raw) < 2 || !strings.HasSuffix(raw, `"`) {
		// In a check line the token stream has already said so, or will.
		return ast.Cell{Text: raw, Span: s.span(pos, stop)}
	}
	return ast.Cell{Text: unquote(raw), Quoted: true, Span: s.span(pos, stop)}
}

// sourceLine recognises `txns:`.
func (s *session) sourceLine(l testLine) (ast.Ident, bool) {
	name, ok := strings.CutSuffix(s.lineText(l), ":")
	if !ok || len(l.cells) != 1 || !identPattern.MatchString(name) {
		return ast.Ident{}, false
	}
	return ast.Ident{Name: name, Span: s.span(l.start, l.start+len(name))}, true
}

// isAtLine recognises the start of `at TIME for …:`. A table may have a column
// called at, so between rows the colon at the end decides.
func (s *session) isAtLine(l testLine, inChecks bool) bool {
	if l.cells[0].Text != "at" || l.cells[0].Quoted {
		return false
	}
	return inChecks || strings.HasSuffix(s.lineText(l), ":") || len(l.cells) > 2 && l.cells[2].Text == "for"
}

func (s *session) headerLine(l testLine) []ast.Ident {
	columns := []ast.Ident{}
	for _, c := range l.cells {
		if c.Quoted || !identPattern.MatchString(c.Text) {
			s.bag.Add(badTestColumn(c.Span, c.Text))
		}
		columns = append(columns, ast.Ident{Name: c.Text, Span: c.Span})
	}
	return columns
}

func (s *session) rowLine(data *ast.TestData, l testLine) {
	for _, c := range l.cells {
		s.checkCell(c)
	}
	if len(l.cells) != len(data.Columns) {
		s.bag.Add(rowLength(s.span(l.start, l.end), len(l.cells), len(data.Columns)))
		return
	}
	data.Rows = append(data.Rows, l.cells)
}

// checkCell reports a cell whose quotes or escapes are wrong.
func (s *session) checkCell(c ast.Cell) {
	raw := c.Span.Text()
	if !c.Quoted {
		if strings.HasPrefix(raw, `"`) {
			s.bag.Add(openString(c.Span))
		}
		return
	}
	for _, at := range escapePattern.FindAllStringIndex(raw, -1) {
		if escape := raw[at[0]:at[1]]; !validEscape(escape) {
			s.bag.Add(badEscape(s.span(c.Span.Start+at[0], c.Span.Start+at[1]), escape))
		}
	}
}

// checkLine parses a line such as `spend.n_1h == 1`.
func (s *session) checkLine(l testLine) ast.Expr {
	from, to := s.index(l.start), s.index(l.end)
	s.checkTokens(from, to)
	lx := s.stream(from, to)
	e, err := s.expression(lx)
	if err == nil && !lx.Peek().EOF() {
		err = s.unexpected(*lx.Peek(), "the end of the line", "each line below `at` is one comparison, such as `spend.n_1h == 1`")
	}
	if err != nil {
		s.bag.Add(s.explain(err))
		return nil
	}
	switch b := ast.Unparen(e).(type) {
	case *ast.IsNull:
		return e
	case *ast.Binary:
		if binaryPower[b.Op] == comparePower {
			return e
		}
	}
	s.bag.Add(notACheck(e.Range()))
	return nil
}

// atLine parses `at TIME for user 1, merchant "m" with amount 5.00:`. It
// returns nil, with the reason in the bag, where the line is not that.
func (s *session) atLine(l testLine) *ast.TestAt {
	if !strings.HasSuffix(s.lineText(l), ":") {
		s.bag.Add(badAtLine(s.span(l.end-1, l.end), "expected `:` at the end of the line"))
		return nil
	}
	words := s.atWords(l)
	if len(words) < 2 || words[1].comma {
		s.bag.Add(badAtLine(words[0].Span, "expected a time after `at`"))
		return nil
	}
	if len(words) < 3 || words[2].Text != "for" {
		s.bag.Add(badAtLine(words[1].Span, "expected `for` and an entity after the time"))
		return nil
	}
	at := &ast.TestAt{Time: words[1].Cell, Span: s.span(l.start, l.end)}
	entities, request := words[3:], []atWord(nil)
	for i, w := range entities {
		if w.Text == "with" && !w.Quoted && i > 0 {
			if i+1 == len(entities) {
				s.bag.Add(badAtLine(w.Span, "expected a request field after `with`"))
				return nil
			}
			entities, request = entities[:i], entities[i+1:]
			break
		}
	}
	if len(entities) == 0 {
		s.bag.Add(badAtLine(words[2].Span, "expected an entity after `for`"))
		return nil
	}
	var ok, okRequest bool
	at.Entries, ok = s.testKeys(entities)
	at.Request, okRequest = s.testKeys(request)
	if !ok || !okRequest {
		return nil
	}
	return at
}

// atWord is a cell of an at line, and whether a comma follows it.
type atWord struct {
	ast.Cell
	comma bool
}

// atWords returns the cells of an at line without its commas and colon.
func (s *session) atWords(l testLine) []atWord {
	var words []atWord
	for pos := l.start; pos < l.end-1; {
		if isBlank(s.src.Text[pos]) {
			pos++
			continue
		}
		if s.src.Text[pos] == ',' && len(words) > 0 {
			words[len(words)-1].comma = true
			pos++
			continue
		}
		c := s.cell(pos, l.end-1)
		if i := strings.IndexByte(c.Text, ','); i > 0 && !c.Quoted {
			c.Text, c.Span.End = c.Text[:i], c.Span.Start+i
		}
		s.checkCell(c)
		words = append(words, atWord{Cell: c})
		pos = c.Span.End
	}
	return words
}

// testKeys parses `user 1, pair 1 "x"`: names and their values.
func (s *session) testKeys(words []atWord) ([]ast.TestKey, bool) {
	var keys []ast.TestKey
	for i := 0; i < len(words); {
		w := words[i]
		if w.Quoted || !identPattern.MatchString(w.Text) {
			s.bag.Add(badAtLine(w.Span, "expected a name, found `"+w.Span.Text()+"`"))
			return nil, false
		}
		k := ast.TestKey{Name: ast.Ident{Name: w.Text, Span: w.Span}, Span: w.Span}
		more := !w.comma
		for i++; i < len(words) && more; i++ {
			k.Values = append(k.Values, words[i].Cell)
			k.Span = k.Span.To(words[i].Span)
			more = !words[i].comma
		}
		if len(k.Values) == 0 {
			s.bag.Add(badAtLine(w.Span, "expected a value after `"+w.Text+"`"))
			return nil, false
		}
		keys = append(keys, k)
	}
	return keys, true
}
