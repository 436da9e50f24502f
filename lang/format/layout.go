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
	head    string   // what is padded so that what follows it in a run stands below each other
	cell    string   // what is padded in turn, so that the tails do; "": the line has no such column
	tail    string   // the rest
	broken  []string // cell and tail over several lines, for when they are too long; nil: they stay whole
	comment string   // behind everything
	opens   bool     // ends with {
}

func (l line) takesComment() bool {
	return l.comment == "" && l.kind != blankLine && l.kind != commentLine
}

const (
	maxWidth   = 100
	maxCell    = len("= ") + 40 + len(" ") // a wider cell does not move those of its run
	indentText = "  "
)

// layOut aligns and joins lines.
func layOut(lines []line) []byte {
	padHeads(lines)
	lines = breakLong(lines)
	padCells(lines) // only now, as it must not make a line too long
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
	return len(indentText)*l.indent + utf8.RuneCountInString(l.head+l.cell+l.tail)
}

func writeLine(b *bytes.Buffer, l line, commentColumn int) {
	if l.kind != blankLine {
		b.WriteString(strings.Repeat(indentText, l.indent))
		b.WriteString(l.head)
		b.WriteString(l.cell)
		b.WriteString(l.tail)
		if l.comment != "" {
			b.WriteString(strings.Repeat(" ", commentColumn-l.width()+1))
			b.WriteString(l.comment)
		}
	}
	b.WriteByte('\n')
}

// run returns the lines at the start of lines that are aligned with each
// other: adjacent ones of one kind and indentation. Blank lines end a run;
// comments do not where acrossComments is set.
func run(lines []line, acrossComments bool) []line {
	first := lines[0]
	for n, l := range lines {
		comment := acrossComments && l.kind == commentLine
		if l.indent != first.indent || l.kind != first.kind && !comment {
			return lines[:n]
		}
	}
	return lines
}

// padHeads gives the heads of each run the same width.
func padHeads(lines []line) {
	for len(lines) > 0 {
		same := run(lines, true)
		lines = lines[len(same):]
		widest := 0
		for _, l := range same {
			widest = max(widest, utf8.RuneCountInString(l.head))
		}
		for i, l := range same {
			if l.head != "" {
				same[i].head += strings.Repeat(" ", widest-utf8.RuneCountInString(l.head))
			}
		}
	}
}

// padCells gives the cells of each run the same width. It leaves out those
// wider than maxCell, and those whose line would become too wide. Comments end
// these runs, so that one of documented features does not spread over a page.
func padCells(lines []line) {
	for len(lines) > 0 {
		same := run(lines, false)
		lines = lines[len(same):]
		widest := 0
		for _, l := range same {
			if w := utf8.RuneCountInString(l.cell); w <= maxCell {
				widest = max(widest, w)
			}
		}
		for i, l := range same {
			fill := widest - utf8.RuneCountInString(l.cell)
			if l.cell != "" && fill > 0 && l.width()+fill <= maxWidth {
				same[i].cell += strings.Repeat(" ", fill)
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
			next.cell, next.tail = "", part
			if i < len(l.broken)-1 {
				next.comment = ""
			}
			out = append(out, next)
		}
	}
	return out
}
