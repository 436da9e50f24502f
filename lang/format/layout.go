package format

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// lineKind says what lines are aligned with each other.
type lineKind int

const (
	plainLine lineKind = iota
	blankLine
	commentLine // of a comment alone
	columnLine
	settingLine
	featureLine
)

// line is one line to be laid out.
type line struct {
	indent  int
	kind    lineKind
	head    string   // what is padded so that the tails of a run stand below each other
	tail    string   // the rest
	broken  []string // the tail over several lines, for when it is too long; nil: it stays whole
	comment string   // behind everything
	opens   bool     // ends with {
}

func (l line) takesComment() bool {
	return l.comment == "" && l.kind != blankLine && l.kind != commentLine
}

const (
	maxWidth   = 100
	indentText = "  "
)

// layOut aligns and joins lines.
func layOut(lines []line) []byte {
	pad(lines)
	lines = breakLong(lines)
	var b bytes.Buffer
	for i := 0; i < len(lines); {
		// A run of lines with comments behind them; braces end it.
		end, widest := i, 0
		for end < len(lines) && lines[end].comment != "" && lines[end].indent == lines[i].indent {
			widest = max(widest, lines[end].width())
			end++
			if lines[end-1].opens {
				break
			}
		}
		for end = max(end, i+1); i < end; i++ {
			writeLine(&b, lines[i], widest)
		}
	}
	return b.Bytes()
}

func (l line) width() int {
	return len(indentText)*l.indent + utf8.RuneCountInString(l.head) + utf8.RuneCountInString(l.tail)
}

func writeLine(b *bytes.Buffer, l line, commentColumn int) {
	if l.kind != blankLine {
		b.WriteString(strings.Repeat(indentText, l.indent))
		b.WriteString(l.head)
		b.WriteString(l.tail)
		if l.comment != "" {
			b.WriteString(strings.Repeat(" ", commentColumn-l.width()+1))
			b.WriteString(l.comment)
		}
	}
	b.WriteByte('\n')
}

// pad gives the heads of each run the same width. A run is adjacent lines of
// one kind and indentation; comments do not end it, blank lines do.
func pad(lines []line) {
	for i := 0; i < len(lines); {
		first := lines[i]
		if first.head == "" {
			i++
			continue
		}
		end, widest := i, 0
		for ; end < len(lines); end++ {
			l := lines[end]
			if l.kind == commentLine && l.indent == first.indent {
				continue
			}
			if l.kind != first.kind || l.indent != first.indent {
				break
			}
			widest = max(widest, utf8.RuneCountInString(l.head))
		}
		for ; i < end; i++ {
			if lines[i].kind == first.kind {
				lines[i].head += strings.Repeat(" ", widest-utf8.RuneCountInString(lines[i].head))
			}
		}
	}
}

// breakLong replaces lines that are too wide by their broken forms.
func breakLong(lines []line) []line {
	var out []line
	for _, l := range lines {
		if l.broken == nil || l.width() <= maxWidth {
			out = append(out, l)
			continue
		}
		rest := l
		rest.head, rest.indent = "", l.indent+2
		for i, part := range l.broken {
			next := rest
			if i == 0 {
				next = l
			}
			next.tail = part
			if i < len(l.broken)-1 {
				next.comment = ""
			}
			out = append(out, next)
		}
	}
	return out
}
