package parse

import (
	"cmp"
	"slices"
	"strings"

	"github.com/featc-lang/featc/lang/ast"
)

// collectComments sorts the comments among tokens[from:to) into doc comments,
// which wait for what they document, and others.
func (s *session) collectComments(from, to int) {
	for i := from; i < to; i++ {
		t := s.tokens[i]
		if t.Type != typeComment {
			continue
		}
		if !isDoc(t.Value) || !s.startsLine(t) {
			s.addComment(t.Value, t.Pos.Offset)
			continue
		}
		last := i
		for last+2 < to && s.oneLineBreak(last+1) && s.tokens[last+2].Type == typeComment && isDoc(s.tokens[last+2].Value) {
			last += 2
		}
		d := ast.Doc{Span: s.tokenSpan(t).To(s.tokenSpan(s.tokens[last]))}
		for j := i; j <= last; j += 2 {
			line := strings.TrimPrefix(s.tokens[j].Value, "///")
			d.Lines = append(d.Lines, strings.TrimRight(strings.TrimPrefix(line, " "), " \t"))
		}
		if s.oneLineBreak(last+1) && last+2 < len(s.tokens) && !isTrivia(s.tokens[last+2]) {
			s.docs[s.tokens[last+2].Pos.Offset] = d
		} else {
			s.addDocAsComments(d)
		}
		i = last
	}
}

func isDoc(text string) bool {
	return strings.HasPrefix(text, "///") && !strings.HasPrefix(text, "////")
}

// oneLineBreak reports whether token i is white space with no blank line in it.
func (s *session) oneLineBreak(i int) bool {
	return i < len(s.tokens) && s.tokens[i].Type == typeSpace && strings.Count(s.tokens[i].Value, "\n") == 1
}

func (s *session) addComment(text string, start int) {
	s.comments = append(s.comments, ast.Comment{
		Text: strings.TrimRight(text, " \t"),
		Span: s.span(start, start+len(text)),
	})
}

// addDocAsComments keeps a doc comment that documents nothing.
func (s *session) addDocAsComments(d ast.Doc) {
	start := d.Span.Start
	for line := range strings.Lines(d.Span.Text()) {
		s.addComment(strings.TrimSpace(line), start+strings.Index(line, "/"))
		start += len(line)
	}
}

// claimDoc returns the doc comment before the token at offset.
func (s *session) claimDoc(offset int) ast.Doc {
	d := s.docs[offset]
	delete(s.docs, offset)
	return d
}

// finishComments turns the doc comments that nothing claimed into comments,
// and sorts them all.
func (s *session) finishComments() []ast.Comment {
	for _, d := range s.docs {
		s.addDocAsComments(d)
	}
	slices.SortFunc(s.comments, func(a, b ast.Comment) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	return s.comments
}
