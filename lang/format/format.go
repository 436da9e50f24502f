// Package format writes .feat files in their one style.
package format

import (
	"bytes"
	"strings"

	"github.com/featc-lang/featc/lang/ast"
	"github.com/featc-lang/featc/lang/diag"
	"github.com/featc-lang/featc/lang/parse"
	"github.com/featc-lang/featc/lang/source"
)

// Bytes formats the text of a file. A text with syntax errors is not
// formatted; the error is a *diag.Failure that lists them, with name as the
// file's.
func Bytes(src []byte, name string) ([]byte, error) {
	bag := &diag.Bag{}
	f := parse.File(source.NewFile(name, src), bag)
	if err := bag.Err(); err != nil {
		return nil, err
	}
	return Source(f), nil
}

// Source formats a file that parsed without errors. Comments and single blank
// lines stay where they are; formatting the result again changes nothing, and
// parsing it gives the same tree.
func Source(f *ast.File) []byte {
	p := &printer{text: f.Source.Text, comments: f.Comments}
	p.file(f)
	return layOut(p.lines)
}

// printer turns a tree into lines.
type printer struct {
	text     []byte
	comments []ast.Comment // those not written yet
	lines    []line
	indent   int
	force    bool // a blank line is due before what comes next, whatever the source has
}

// add appends a line at the current indentation.
func (p *printer) add(l line) {
	l.indent = p.indent
	p.lines = append(p.lines, l)
	p.force = false
}

// start prepares for what starts at offset: it writes the comments that stand
// before it, and the blank line if there is one.
func (p *printer) start(offset int) {
	p.flush(offset)
	p.blank(offset)
}

// blank writes a blank line where the source has one before offset, but not at
// the start of a block.
func (p *printer) blank(offset int) {
	if len(p.lines) == 0 {
		return
	}
	before := p.text[:offset]
	space := before[len(bytes.TrimRight(before, " \t\r\n\ufeff")):]
	if last := p.lines[len(p.lines)-1]; last.kind != blankLine && !last.opens && (p.force || bytes.Count(space, []byte("\n")) > 1) {
		p.add(line{kind: blankLine})
	}
}

// flush writes the comments that start before offset. One behind other text
// stays on that text's line, as long as the line has no other.
func (p *printer) flush(offset int) {
	for len(p.comments) > 0 && p.comments[0].Span.Start < offset {
		c := p.comments[0]
		p.comments = p.comments[1:]
		text := c.Text
		if strings.HasPrefix(text, "///") && !strings.HasPrefix(text, "////") {
			text = text[1:] // it documents nothing, and must not begin to
		}
		if n := len(p.lines); n > 0 && p.behindText(c) && p.lines[n-1].takesComment() {
			p.lines[n-1].comment = text
			continue
		}
		p.blank(c.Span.Start)
		p.add(line{kind: commentLine, tail: text})
	}
}

func (p *printer) behindText(c ast.Comment) bool {
	before := p.text[:c.Span.Start]
	return len(bytes.TrimSpace(before[bytes.LastIndexByte(before, '\n')+1:])) > 0
}

// doc writes a doc comment.
func (p *printer) doc(d ast.Doc) {
	for _, l := range d.Lines {
		text := "///"
		if l != "" {
			text += " " + l
		}
		p.add(line{kind: commentLine, tail: text})
	}
}

// item writes what comes before a part of the file: comments, a blank line,
// its doc comment.
func (p *printer) item(d ast.Doc, start int) {
	if !d.Span.IsZero() {
		start = d.Span.Start
	}
	p.start(start)
	p.doc(d)
}
